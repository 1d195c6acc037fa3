/** Taobao and Tmall: the TOP gateway, its login and its message queue. */
import type { OrderChange, OutsidePlatform } from '#sandbox/outside-platform.ts'
import type { World } from '#sandbox/world.ts'
import { createGateway } from './gateway.ts'
import { handleAuthorise, handleToken } from './oauth.ts'

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

export function taobaoPlatform(world: World): OutsidePlatform {
  const gateway = createGateway(world)
  return {
    name: 'taobao',
    gatewayPath: GATEWAY,
    owns: (path) => path === GATEWAY || LOGIN.has(path) || TOKENS.has(path),
    async handle(request, response, url) {
      if (url.pathname === GATEWAY) return gateway(request, response)
      if (LOGIN.has(url.pathname)) return handleAuthorise(world, url, response)
      return handleToken(world, request, response)
    },
    tell: ({ change, order, shop, lineId }) => world.messages.publish(TOPICS[change], shop, order, lineId),
  }
}
