/** Taobao and Tmall: the TOP gateway, its login and its message queue. */
import { handleAuthorise } from '#sandbox/consent-page.ts'
import type { RefundStatus } from '#sandbox/order.ts'
import type { ChangeNotice, OrderChange, OutsidePlatform } from '#sandbox/outside-platform.ts'
import type { World } from '#sandbox/world.ts'
import { createGateway } from './gateway.ts'
import { handleToken } from './oauth.ts'

const GATEWAY = '/router/rest'
/** Beside the gateway, where the product's adapter looks for it, and below `/oauth`. */
const LOGIN = new Set(['/authorize', '/oauth/authorize'])
const TOKENS = new Set(['/token', '/oauth/token'])

const TOPICS: Record<OrderChange, string> = {
  created: 'taobao_trade_TradeCreate',
  paid: 'taobao_trade_TradeBuyerPay',
  partlyShipped: 'taobao_trade_TradePartlySellerShip',
  shipped: 'taobao_trade_TradeSellerShip',
  waybillChanged: 'taobao_trade_TradeChanged',
  finished: 'taobao_trade_TradeSuccess',
  closed: 'taobao_trade_TradeClose',
  changed: 'taobao_trade_TradeChanged',
  noteChanged: 'taobao_trade_TradeMemoModified',
  addressChanged: 'taobao_trade_TradeLogisticsAddressChanged',
  refundAsked: 'taobao_refund_RefundCreated',
  refundRefused: 'taobao_refund_RefundClosed',
  refundSettled: 'taobao_refund_RefundSuccess',
}

const RETURN_TOPICS: Partial<Record<RefundStatus, string>> = {
  WAIT_BUYER_RETURN_GOODS: 'taobao_refund_RefundSellerAgreeAgreement',
  WAIT_SELLER_CONFIRM_GOODS: 'taobao_refund_RefundBuyerReturnGoods',
  CLOSED: 'taobao_refund_RefundClosed',
}

/** A change of one line that is about its refund has a topic of its own. */
function topicOf({ change, order, lineId }: ChangeNotice): string {
  const line = order.lines.find(({ oid }) => oid === lineId)
  return (change === 'changed' && line && RETURN_TOPICS[line.refundStatus]) || TOPICS[change]
}

export function taobaoPlatform(world: World): OutsidePlatform {
  const gateway = createGateway(world)
  return {
    name: 'taobao',
    gatewayPath: GATEWAY,
    owns: (path) => path === GATEWAY || LOGIN.has(path) || TOKENS.has(path),
    async handle(request, response, url) {
      if (url.pathname === GATEWAY) return gateway(request, response)
      if (LOGIN.has(url.pathname)) return handleAuthorise({ world, platform: 'taobao' }, url, response)
      return handleToken(world, request, response)
    },
    tell: (notice) => world.messages.publish(topicOf(notice), notice.shop, notice.order, notice.lineId),
  }
}
