/** Every type the sandbox gateway answers. */
import type { PddType } from './pdd-call.ts'
import { openDecryptBatch } from './pdd-decrypt.ts'
import { goodsDetailGet, goodsListGet, goodsQuantityUpdate } from './pdd-goods.ts'
import { logisticsCompaniesGet, logisticsOnlineSend, orderUploadExtraLogistics } from './pdd-logistics.ts'
import { orderMergeShipOrderGroup } from './pdd-merge-groups.ts'
import { orderInformationGet, orderListGet, orderNoteUpdate, orderNumberListIncrementGet } from './pdd-orders.ts'
import { refundListIncrementGet } from './pdd-refunds.ts'
import { popAuthTokenCreate, popAuthTokenRefresh } from './pdd-tokens.ts'
import { cloudprintStdtemplatesGet, waybillCancel, waybillGet } from './pdd-waybills.ts'

const ofShop = (run: Extract<PddType, { needsToken: true }>['run']): PddType => ({ needsToken: true, run })
const ofApp = (run: Extract<PddType, { needsToken: false }>['run']): PddType => ({ needsToken: false, run })

export const pddTypes: ReadonlyMap<string, PddType> = new Map<string, PddType>([
  ['pdd.order.list.get', ofShop(orderListGet)],
  ['pdd.order.number.list.increment.get', ofShop(orderNumberListIncrementGet)],
  ['pdd.order.information.get', ofShop(orderInformationGet)],
  ['pdd.order.note.update', ofShop(orderNoteUpdate)],
  ['pdd.order.merge.ship.order.group', ofShop(orderMergeShipOrderGroup)],
  ['pdd.order.upload.extra.logistics', ofShop(orderUploadExtraLogistics)],
  ['pdd.logistics.companies.get', ofApp(logisticsCompaniesGet)],
  ['pdd.logistics.online.send', ofShop(logisticsOnlineSend)],
  ['pdd.refund.list.increment.get', ofShop(refundListIncrementGet)],
  ['pdd.goods.list.get', ofShop(goodsListGet)],
  ['pdd.goods.detail.get', ofShop(goodsDetailGet)],
  ['pdd.goods.quantity.update', ofShop(goodsQuantityUpdate)],
  ['pdd.open.decrypt.batch', ofShop(openDecryptBatch)],
  ['pdd.waybill.get', ofShop(waybillGet)],
  ['pdd.waybill.cancel', ofShop(waybillCancel)],
  ['pdd.cloudprint.stdtemplates.get', ofShop(cloudprintStdtemplatesGet)],
  [
    'pdd.pmc.user.permit',
    ofShop(({ world, shop, params }) => {
      const topics = (params.get('topics') ?? '').split(',').filter((topic) => topic !== '')
      world.messages.permit(shop.id, topics)
      return { is_success: true }
    }),
  ],
  ['pdd.pop.auth.token.create', ofApp(popAuthTokenCreate)],
  ['pdd.pop.auth.token.refresh', ofApp(popAuthTokenRefresh)],
  ['pdd.time.get', ofApp(({ world }) => ({ time: Math.floor(world.platformNow() / 1000) }))],
])
