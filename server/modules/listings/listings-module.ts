import type { Module } from '#kernel/module.ts'
import { pushStockJob, readShopGoodsJob, startDuePushesJob } from './listing-jobs.ts'
import { listListings } from './operations/list-listings.ts'
import { listStockPushes } from './operations/list-stock-pushes.ts'
import { noteProblem } from './operations/note-problem.ts'
import { readShopGoods } from './operations/read-shop-goods.ts'
import { setStockPush } from './operations/set-stock-push.ts'
import { settleStock } from './operations/settle-stock.ts'
import { startDuePushes } from './operations/start-due-pushes.ts'
import { storeShopGoods } from './operations/store-shop-goods.ts'
import { takeDueStock } from './operations/take-due-stock.ts'

export const listingsModule: Module = {
  name: 'listings',
  operations: [
    listListings,
    listStockPushes,
    readShopGoods,
    setStockPush,
    startDuePushes,
    takeDueStock,
    settleStock,
    storeShopGoods,
    noteProblem,
  ],
  jobs: [startDuePushesJob, readShopGoodsJob, pushStockJob],
  recurring: [{ kind: 'listings.startDuePushes', everyMs: 5_000 }],
}
