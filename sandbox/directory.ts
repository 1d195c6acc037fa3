/**
 * `/directory/v1/*`: a directory of people and a message service in the manner of WeChat's open platform, with text messages and a
 * real-name check beside it. Requests are signed; answers carry `errcode`, 0 for success.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import type { Contact } from './contacts.ts'
import { directorySignature, idDigest } from './directory-signature.ts'
import { readBody, sendJson, sendText } from './http.ts'
import { linkIn } from './inboxes.ts'
import { isSameSignature } from './taobao/signature.ts'
import type { World } from './world.ts'

export const sandboxDirectoryApp = { appId: 'wxsandbox0000000001', appSecret: 'sandbox_directory_secret' } as const

type Answer = { errcode: number; errmsg: string } & Record<string, unknown>
const ok = (fields: object): Answer => ({ errcode: 0, errmsg: 'ok', ...fields })
const ANSWERS = {
  badSignature: { errcode: 40001, errmsg: 'invalid signature' },
  unknownPerson: { errcode: 40003, errmsg: 'no such user' },
  unknownApp: { errcode: 40013, errmsg: 'invalid app id' },
  badTime: { errcode: 40097, errmsg: 'timestamp out of range or nonce used before' },
  badInput: { errcode: 40035, errmsg: 'invalid parameter' },
  notVerified: { errcode: 47301, errmsg: 'user has not passed real-name verification' },
} satisfies Record<string, Answer>

const clientKey = z.string().min(1).max(64)
const text = z.string().min(1).max(2000)
const inputs = {
  'people.find': z.object({ wechat_id: z.string().min(1) }),
  'messages.send': z.object({
    to_user: z.string().min(1),
    client_msg_id: clientKey,
    require_verified: z.boolean().default(false),
    title: text,
    text,
    url: z.url(),
  }),
  'messages.state': z.object({ msg_id: z.string().min(1) }),
  'sms.send': z.object({ phone: z.string().min(1), client_msg_id: clientKey, text }),
  'identity.check': z.object({ name: z.string().min(1), id_digest: z.string().length(64) }),
}
export type DirectoryMethod = keyof typeof inputs
type Input<M extends DirectoryMethod> = z.output<(typeof inputs)[M]>

const MAX_SKEW_SECONDS = 300

/** Answers one request. Trouble of the network strikes before anything happens, a lost reply after it. */
export function createDirectory(
  world: World,
): (path: string, request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const usedNonces = new Map<string, number>()
  return async (path, request, response) => {
    const method = path.slice('/directory/v1/'.length)
    const body = await readBody(request)
    world.callCounts.set(method, (world.callCounts.get(method) ?? 0) + 1)
    const trouble = world.faults.strike('messengerTrouble', method)
    if (trouble?.delayMs !== undefined) await delay(trouble.delayMs, undefined, { ref: false })
    if (trouble?.httpStatus !== undefined) return sendText(response, 'Service Unavailable', trouble.httpStatus)
    if (trouble) return void request.socket.destroy()
    const refusal = checkRequest(world, request, path, body, usedNonces)
    const answer = refusal ?? answerTo(world, method, body)
    if (world.faults.strike('messengerLostReply', method)) return void request.socket.destroy()
    sendJson(response, JSON.stringify(answer))
  }
}

function checkRequest(
  world: World,
  request: IncomingMessage,
  path: string,
  body: Buffer,
  usedNonces: Map<string, number>,
): Answer | null {
  const header = (name: string): string => String(request.headers[name] ?? '')
  if (header('x-app-id') !== sandboxDirectoryApp.appId) return ANSWERS.unknownApp
  const [timestamp, nonce] = [header('x-timestamp'), header('x-nonce')]
  const nowSeconds = world.now() / 1000
  const isInTime = /^\d+$/.test(timestamp) && Math.abs(Number(timestamp) - nowSeconds) <= MAX_SKEW_SECONDS
  if (!isInTime || nonce.length < 16 || usedNonces.has(nonce)) return ANSWERS.badTime
  const expected = directorySignature(sandboxDirectoryApp.appSecret, {
    method: request.method ?? '',
    path,
    timestamp,
    nonce,
    body,
  })
  if (!isSameSignature(expected, header('x-signature'))) return ANSWERS.badSignature
  for (const [old, at] of usedNonces) if (at < nowSeconds - 2 * MAX_SKEW_SECONDS) usedNonces.delete(old)
  usedNonces.set(nonce, nowSeconds)
  return null
}

function answerTo(world: World, method: string, body: Buffer): Answer {
  const act = Object.hasOwn(methods, method) ? methods[method as DirectoryMethod] : undefined
  if (!act) return { errcode: 40066, errmsg: 'invalid url' }
  try {
    return act(world, JSON.parse(body.toString('utf8')))
  } catch (error) {
    if (error instanceof z.ZodError || error instanceof SyntaxError) return { ...ANSWERS.badInput, errmsg: error.message }
    throw error
  }
}

const on =
  <M extends DirectoryMethod>(method: M, act: (world: World, input: Input<M>) => Answer) =>
  (world: World, raw: unknown): Answer =>
    act(world, inputs[method].parse(raw) as Input<M>)

const methods: Record<DirectoryMethod, (world: World, raw: unknown) => Answer> = {
  'people.find': on('people.find', (world, { wechat_id }) => {
    const person = findPerson(world, wechat_id)
    return person ? ok({ user: { wechat_id, verified: isVerified(world, person) } }) : ANSWERS.unknownPerson
  }),
  'messages.send': on('messages.send', (world, input) => {
    const person = findPerson(world, input.to_user)
    if (!person) return ANSWERS.unknownPerson
    if (input.require_verified && !isVerified(world, person)) return ANSWERS.notVerified
    return put(world, 'wechat', person, input.to_user, input.client_msg_id, input)
  }),
  'messages.state': on('messages.state', (world, { msg_id }) => {
    const message = world.inboxes.find(msg_id)
    if (!message) return { errcode: 40058, errmsg: 'no such message' }
    return ok({ state: message.readAt === null ? 'delivered' : 'read' })
  }),
  'sms.send': on('sms.send', (world, { phone, client_msg_id, text: body }) => {
    const person = world.faults.strike('personUnknown', 'sms.send') ? undefined : world.contacts.byPhone(phone)
    if (!person) return ANSWERS.unknownPerson
    return put(world, 'sms', person, phone, client_msg_id, { title: '', text: body, url: linkIn(body) })
  }),
  'identity.check': on('identity.check', (world, { name, id_digest }) => {
    const isTheirs = (idNumber: string): boolean => isSameSignature(idDigest(sandboxDirectoryApp.appSecret, idNumber), id_digest)
    const person = world.contacts.byIdentity(name, isTheirs)
    return ok({ result: person && isVerified(world, person) ? 'match' : 'mismatch' })
  }),
}

const findPerson = (world: World, wechatId: string): Contact | undefined =>
  world.faults.strike('personUnknown', 'wechat') ? undefined : world.contacts.byWechatId(wechatId)
const isVerified = (world: World, person: Contact): boolean =>
  person.isVerified && world.faults.strike('personUnverified', person.wechatId) === null

function put(
  world: World,
  channel: 'wechat' | 'sms',
  person: Contact,
  to: string,
  key: string,
  { title, text: body, url }: { title: string; text: string; url: string },
): Answer {
  const isIgnored = world.faults.strike('messageIgnored', channel) !== null
  const { id } = world.inboxes.put({ channel, contactId: person.id, to, clientKey: key, title, text: body, url, isIgnored })
  return ok({ msg_id: id })
}
