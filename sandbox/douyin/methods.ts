/** Every method the sandbox's Douyin gateway answers. */
import { afterSaleDetail, afterSaleList, afterSaleOperate, rejectReasonCodeList } from './after-sales.ts'
import type { DouyinMethod } from './call.ts'
import { addressList, productListV2, skuList, skuSyncStock, skuSyncStockBatch } from './goods.ts'
import { logisticsAdd, logisticsAddMultiPack, logisticsCompanyList, logisticsEdit, logisticsEditByPack } from './logistics.ts'
import { addOrderRemark, batchDecrypt, orderDetail, orderSearchList, updateOrderAmount, updatePostAmount } from './orders.ts'
import { getShopKey } from './print-key.ts'
import { tokenCreate, tokenRefresh } from './tokens.ts'
import { cancelOrder, newCreateOrder, templateList, waybillApply } from './waybills.ts'

export const douyinMethods: ReadonlyMap<string, DouyinMethod> = new Map<string, DouyinMethod>([
  ['token.create', { needsToken: false, run: tokenCreate }],
  ['token.refresh', { needsToken: false, run: tokenRefresh }],
  ['order.searchList', { needsToken: true, run: orderSearchList }],
  ['order.orderDetail', { needsToken: true, run: orderDetail }],
  ['order.addOrderRemark', { needsToken: true, run: addOrderRemark }],
  ['order.updatePostAmount', { needsToken: true, run: updatePostAmount }],
  ['order.updateOrderAmount', { needsToken: true, run: updateOrderAmount }],
  ['order.batchDecrypt', { needsToken: true, run: batchDecrypt }],
  ['order.logisticsCompanyList', { needsToken: true, run: logisticsCompanyList }],
  ['order.logisticsAdd', { needsToken: true, run: logisticsAdd }],
  ['order.logisticsAddMultiPack', { needsToken: true, run: logisticsAddMultiPack }],
  ['order.logisticsEdit', { needsToken: true, run: logisticsEdit }],
  ['order.logisticsEditByPack', { needsToken: true, run: logisticsEditByPack }],
  ['logistics.newCreateOrder', { needsToken: true, run: newCreateOrder }],
  ['logistics.waybillApply', { needsToken: true, run: waybillApply }],
  ['logistics.cancelOrder', { needsToken: true, run: cancelOrder }],
  ['logistics.templateList', { needsToken: true, run: templateList }],
  ['logistics.getShopKey', { needsToken: true, run: getShopKey }],
  ['product.listV2', { needsToken: true, run: productListV2 }],
  ['sku.list', { needsToken: true, run: skuList }],
  ['sku.syncStockBatch', { needsToken: true, run: skuSyncStockBatch }],
  ['sku.syncStock', { needsToken: true, run: skuSyncStock }],
  ['address.list', { needsToken: true, run: addressList }],
  ['afterSale.List', { needsToken: true, run: afterSaleList }],
  ['afterSale.Detail', { needsToken: true, run: afterSaleDetail }],
  ['afterSale.operate', { needsToken: true, run: afterSaleOperate }],
  ['afterSale.rejectReasonCodeList', { needsToken: true, run: rejectReasonCodeList }],
])
