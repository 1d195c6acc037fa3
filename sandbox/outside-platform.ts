/** What every shop platform of the sandbox is to the rest of it: something that answers requests and tells changes in its own way. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { SandboxOrder } from './order.ts'
import type { SandboxShop } from './shops.ts'

export const PLATFORM_NAMES = ['taobao', 'douyin', 'pinduoduo', 'wechat'] as const
export type PlatformName = (typeof PLATFORM_NAMES)[number]

/** What happened to an order, in no platform's words. */
export type OrderChange =
  | 'created'
  | 'paid'
  | 'partlyShipped'
  | 'shipped'
  | 'waybillChanged'
  | 'finished'
  | 'closed'
  | 'changed'
  | 'noteChanged'
  | 'addressChanged'
  | 'refundAsked'
  | 'refundRefused'
  | 'refundSettled'
/** `lineId`: the line it happened to; undefined = the whole order. */
export type ChangeNotice = { change: OrderChange; order: SandboxOrder; shop: SandboxShop; lineId: string | undefined }

export type OutsidePlatform = {
  name: PlatformName
  /** Path of the gateway below the sandbox's address. */
  gatewayPath: string
  /** Whether a request to this path is the platform's. */
  owns(path: string): boolean
  handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void>
  /** A socket asked for at one of its paths. */
  upgrade?(request: IncomingMessage, socket: Duplex, head: Buffer): void
  tell(notice: ChangeNotice): void
  stop?(): Promise<void>
}
