/** The Douyin shop platform (抖店): gateway, login, and pushes to the application's address. */
import type { OutsidePlatform } from '#sandbox/outside-platform.ts'
import type { World } from '#sandbox/world.ts'
import { createAfterSaleBook } from './after-sale-book.ts'
import { sandboxDouyinApp } from './app.ts'
import type { DouyinBooks } from './call.ts'
import { handleConsole } from './console-page.ts'
import { createGateway } from './gateway.ts'
import { createGoods } from './goods.ts'
import { createPusher } from './pusher.ts'
import { handleDouyinAuthorise } from './tokens.ts'

const PREFIX = '/douyin'

export function douyinPlatform(world: World): OutsidePlatform {
  const { appKey, appSecret } = sandboxDouyinApp
  if (world.shops.appSecret(appKey) === undefined) world.shops.addApp(appKey, appSecret)
  if (world.shops.list('douyin').length === 0)
    world.shops.addShop({ name: '掌柜抖音小店', platform: 'douyin', session: sandboxDouyinApp.defaultToken })
  const books: DouyinBooks = {
    afterSales: createAfterSaleBook(world.state),
    goods: createGoods(world.state),
    prices: world.state.table('douyin price changes'),
  }
  const pusher = createPusher(world)
  const gateway = createGateway(world, books, PREFIX)
  return {
    name: 'douyin',
    gatewayPath: PREFIX,
    owns: (path) => path.startsWith(`${PREFIX}/`),
    async handle(request, response, url) {
      if (url.pathname === `${PREFIX}/authorize`) handleDouyinAuthorise(world, url, response)
      else if (url.pathname === `${PREFIX}/console`) await handleConsole(pusher, url.pathname, request, response)
      else await gateway(request, response, url)
    },
    tell(notice) {
      books.afterSales.note(notice)
      pusher.tell(notice)
    },
    stop() {
      pusher.stop()
      return Promise.resolve()
    },
  }
}
