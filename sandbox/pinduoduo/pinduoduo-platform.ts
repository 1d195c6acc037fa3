/** Pinduoduo: its gateway, its login and its message socket. */
import { handleAuthorise } from '#sandbox/consent-page.ts'
import type { ChangeNotice, OrderChange, OutsidePlatform } from '#sandbox/outside-platform.ts'
import type { World } from '#sandbox/world.ts'
import { createPddGateway } from './pdd-gateway.ts'
import { createMessageLine } from './pdd-message-line.ts'
import { openPddState } from './pdd-state.ts'

export const pinduoduoApp = { appKey: 'sandbox_pdd_client', appSecret: 'sandbox_pdd_secret' } as const

const HOME = '/pinduoduo'
const GATEWAY = `${HOME}/api/router`
const LOGIN = `${HOME}/service-market/auth`
const CODE_LIFE_MS = 10 * 60_000

/** Null = the platform tells nobody. */
const TYPES: Record<OrderChange, string | null> = {
  created: null,
  paid: 'pdd_trade_TradeConfirmed',
  partlyShipped: 'pdd_trade_TradeSellerShip',
  shipped: 'pdd_trade_TradeSellerShip',
  waybillChanged: 'pdd_trade_TradeSellerShip',
  finished: 'pdd_trade_TradeSuccess',
  closed: 'pdd_refund_RefundAgreeAgreement',
  changed: 'pdd_trade_TradeRiskChanged',
  noteChanged: 'pdd_trade_TradeMemoModified',
  addressChanged: 'pdd_trade_TradeLogisticsAddressChanged',
  refundAsked: 'pdd_refund_RefundCreated',
  refundRefused: 'pdd_refund_RefundClosed',
  refundSettled: 'pdd_refund_RefundAgreeAgreement',
}

export function pinduoduoPlatform(world: World): OutsidePlatform {
  const { appKey, appSecret } = pinduoduoApp
  if (world.shops.appSecret(appKey) === undefined) world.shops.addApp(appKey, appSecret)
  const state = openPddState(world.state)
  const gateway = createPddGateway(world, state)
  const line = createMessageLine(world, state)
  return {
    name: 'pinduoduo',
    gatewayPath: GATEWAY,
    owns: (path) => path === GATEWAY || path === LOGIN || path.startsWith(`${HOME}/message/`),
    async handle(request, response, url) {
      if (url.pathname === GATEWAY) return gateway(request, response)
      if (url.pathname === LOGIN)
        return handleAuthorise({ world, platform: 'pinduoduo', codeLifeMs: CODE_LIFE_MS }, url, response)
      response.writeHead(426, { upgrade: 'websocket' }).end()
    },
    upgrade(request, socket, head) {
      line.upgrade(request, socket, head, new URL(request.url ?? '/', 'http://sandbox').pathname.slice(HOME.length))
    },
    tell(notice) {
      const { change, order, shop } = notice
      const type = TYPES[change]
      // What was never paid does not exist for merchants.
      if (type === null || order.paidAt === null || !world.messages.isWanted(shop, type)) return
      line.publish({ type, mallId: shop.id, content: contentOf(notice, type) })
    },
    async stop() {
      line.stop()
    },
  }
}

/** Refunds name an amount in fen, unlike every other amount of the platform. */
function contentOf({ order, shop, lineId }: ChangeNotice, type: string): string {
  const head = `{"mall_id":${shop.id},"tid":${JSON.stringify(order.tid)}`
  if (!type.startsWith('pdd_refund_')) return `${head}}`
  const line = order.lines.find(({ oid }) => oid === lineId) ?? order.lines[0]
  const rest = { refund_fee: line?.paidFen ?? 0, bill_type: 1, modified: order.modifiedAt, operation: 0 }
  return `${head},"refund_id":${line?.refundId || 0},${JSON.stringify(rest).slice(1)}`
}
