/** `/control/*`: the control functions as JSON, for tests in other processes and for the buttons of the page. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import type { SandboxControl } from './control.ts'
import { FAULT_KINDS } from './faults.ts'
import { readBody, sendJson } from './http.ts'
import { POISONS } from './order.ts'
import { PLATFORM_NAMES } from './outside-platform.ts'
import { UnknownInSandbox } from './unknown-in-sandbox.ts'

const flag = z.union([z.boolean(), z.stringbool()])
const count = z.coerce.number().int().min(1).max(100_000)
const number = z.coerce.number().min(0)
const order = z.object({ tid: z.string().min(1), oid: z.string().min(1).optional() })
const asking = z.object({ returnsGoods: flag.optional(), reason: z.string().min(1).optional(), refundFen: count.optional() })
const review = order.extend({ stars: z.coerce.number().int().min(1).max(5), text: z.string().min(1).max(500) })
const listing = z.object({ shopId: z.string().min(1), itemId: z.string().min(1) })
const stock = z.coerce.number().int().min(0).max(100_000_000)
const receiver = z
  .object({
    name: z.string(),
    phone: z.string(),
    province: z.string(),
    city: z.string(),
    district: z.string(),
    town: z.string(),
    zip: z.string(),
    address: z.string(),
  })
  .partial()
const wish = z.object({
  count: count.default(1),
  shopId: z.string().optional(),
  unpaid: flag.optional(),
  lineCount: count.optional(),
  merchantSkus: z.array(z.string()).min(1).optional(),
  buyer: z.string().optional(),
  buyerNote: z.string().optional(),
  receiver: receiver.optional(),
})
/** What a fault is made of; texts are read as numbers where numbers are meant. */
export const faultShape = {
  kind: z.enum(FAULT_KINDS),
  target: z.string().optional(),
  ratio: number.max(1).optional(),
  times: count.optional(),
  delayMs: number.optional(),
  skewMs: z.coerce.number().optional(),
  callsPerSecond: number.optional(),
  banSeconds: number.optional(),
  receiversPerDay: number.optional(),
  httpStatus: count.optional(),
  code: count.optional(),
  subCode: z.string().optional(),
  addressPart: z.string().optional(),
}
const fault = z.object(faultShape)

const person = z.object({
  name: z.string().trim().min(1).max(20),
  wechatId: z.string().min(1).optional(),
  phone: z.string().min(1).optional(),
  email: z.email().optional(),
  isVerified: flag.optional(),
})

type Action = (control: SandboxControl, input: unknown) => unknown

/** Drops absent members, so that an optional field is either there or not. */
type Present<T> = T extends readonly unknown[] ? T : T extends object ? { [K in keyof T]: Present<Exclude<T[K], undefined>> } : T
function present<T extends object>(value: T): Present<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Present<T>
}

const posts: Record<string, Action> = {
  orders: (control, input) => {
    const { count: howMany, ...options } = wish.parse(input)
    return control.createOrders(howMany, present(options))
  },
  pay: (control, input) => control.payOrder(order.parse(input).tid),
  close: (control, input) => control.closeOrder(order.parse(input).tid),
  finish: (control, input) => control.finishOrder(order.parse(input).tid),
  'forbid-shipping': (control, input) => control.forbidShipping(order.parse(input).tid),
  'allow-shipping': (control, input) => control.allowShipping(order.parse(input).tid),
  'ask-refund': (control, input) => {
    const { returnsGoods, reason, refundFen } = asking.parse(input)
    const [tid, oid] = orderOf(input)
    return control.askRefund(tid, oid, present({ returnsGoods, reason, refundFen }))
  },
  'agree-return': (control, input) => control.agreeReturn(...orderOf(input)),
  'send-back': (control, input) => {
    const [tid, oid] = orderOf(input)
    return control.sendBack(tid, oid, z.object({ returnNumber: z.string().min(1).optional() }).parse(input).returnNumber)
  },
  'take-back-refund': (control, input) => control.takeBackRefund(...orderOf(input)),
  'refuse-refund': (control, input) => control.refuseRefund(...orderOf(input)),
  'settle-refund': (control, input) => control.settleRefund(...orderOf(input)),
  'change-address': (control, input) => {
    const change = order.extend({ receiver: receiver.default({ address: '临时改的地址路 1 号 2 幢 301 室' }) }).parse(input)
    return control.changeAddress(change.tid, present(change.receiver))
  },
  note: (control, input) => {
    const written = order.extend({ note: z.string(), flag: z.coerce.number().int().min(0).max(5).default(0) }).parse(input)
    return control.setNote(written.tid, written.note, written.flag)
  },
  poison: (control, input) => {
    const poisoning = order.extend({ how: z.enum(POISONS).nullable().default('badMoney') }).parse(input)
    return control.poison(poisoning.tid, poisoning.how)
  },
  faults: (control, input) => {
    control.setFault(present(fault.parse(input)))
    return control.faults()
  },
  'faults/clear': (control, input) => {
    control.clearFaults(z.object({ kind: z.enum(FAULT_KINDS).optional() }).parse(input).kind)
    return control.faults()
  },
  'calls/reset': (control) => {
    control.resetCallCounts()
    return control.callCounts()
  },
  shops: (control, input) =>
    control.addShop(
      present(
        z
          .object({
            name: z.string().min(1),
            platform: z.enum(PLATFORM_NAMES).optional(),
            session: z.string().min(1).optional(),
            receivesPushes: flag.optional(),
          })
          .parse(input),
      ),
    ),
  'handle-per-order': (control, input) => {
    const { shopId, isOn } = z.object({ shopId: z.string(), isOn: flag.default(true) }).parse(input)
    return control.giveHandlePerOrder(shopId, isOn)
  },
  'sessions/expire': (control, input) => {
    control.expireSession(z.object({ session: z.string() }).parse(input).session)
    return control.shops()
  },
  reviews: (control, input) => {
    const { tid, ...wish } = review.parse(input)
    return control.createReview(tid, present(wish))
  },
  stock: (control, input) => {
    const { shopId, itemId, skuId, quantity } = listing.extend({ skuId: z.string().default(''), quantity: stock }).parse(input)
    return control.setStock(shopId, itemId, skuId, quantity)
  },
  'on-sale': (control, input) => {
    const { shopId, itemId, isOnSale } = listing.extend({ isOnSale: flag }).parse(input)
    return control.setOnSale(shopId, itemId, isOnSale)
  },
  products: (control, input) => {
    const { shopId, count: howMany } = z.object({ shopId: z.string(), count }).parse(input)
    return control.addProducts(shopId, howMany)
  },
  people: (control, input) => control.addPerson(present(person.parse(input))),
  'people/verify': (control, input) => {
    const { id, isVerified } = z.object({ id: z.string(), isVerified: flag }).parse(input)
    return control.setVerified(id, isVerified)
  },
}

const gets: Record<string, (control: SandboxControl, query: URLSearchParams) => unknown> = {
  orders: (control, query) => control.orders(count.default(100).parse(query.get('limit') ?? undefined)),
  order: (control, query) => control.order(query.get('tid') ?? ''),
  ships: (control) => control.ships(),
  waybills: (control) => control.waybills(),
  faults: (control) => control.faults(),
  calls: (control) => control.callCounts(),
  shops: (control) => control.shops(),
  'after-sales': (control) => control.afterSales(),
  reviews: (control) => control.reviews(),
  products: (control, query) => control.products(query.get('shopId') ?? control.shops()[0]?.id ?? ''),
  people: (control) => control.people(),
  messages: (control) => control.sentMessages(),
  printers: (control) => control.printerNames().map((name) => ({ name, jobs: control.printerJobs(name) })),
}

export async function handleControl(
  control: SandboxControl,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const name = url.pathname.slice('/control/'.length)
  const isForm = (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')
  // A page of another origin may post forms here, but then it says where it comes from.
  if (request.headers.origin !== undefined && request.headers.origin !== `http://${request.headers.host}`)
    return sendError(response, 403, 'Other origin')
  try {
    if (request.method === 'GET') {
      const read = gets[name]
      return read
        ? sendJson(response, JSON.stringify(read(control, url.searchParams)))
        : sendError(response, 404, `No control ${name}`)
    }
    const act = posts[name]
    if (request.method !== 'POST' || !act) return sendError(response, 404, `No control ${name}`)
    const body = (await readBody(request)).toString('utf8')
    const outcome = act(control, isForm ? Object.fromEntries(new URLSearchParams(body)) : JSON.parse(body || '{}'))
    if (isForm) response.writeHead(303, { location: pageOf(request) }).end()
    else sendJson(response, JSON.stringify(outcome ?? null))
  } catch (error) {
    if (error instanceof UnknownInSandbox) return sendError(response, 404, error.message)
    if (error instanceof z.ZodError || error instanceof SyntaxError) return sendError(response, 400, error.message)
    throw error
  }
}

/** The page the button stands on. */
function pageOf({ headers }: IncomingMessage): string {
  const from = URL.canParse(headers.referer ?? '') ? new URL(headers.referer ?? '') : null
  return from && from.host === headers.host ? from.pathname : '/'
}

function orderOf(input: unknown): [tid: string, oid?: string] {
  const { tid, oid } = order.parse(input)
  return oid === undefined ? [tid] : [tid, oid]
}

function sendError(response: ServerResponse, status: number, message: string): void {
  sendJson(response, JSON.stringify({ error: message }), status)
}
