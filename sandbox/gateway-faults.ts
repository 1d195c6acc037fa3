/** What may go wrong around any gateway: an outage strikes before anything happens, a lost or late reply after it. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { sendJson } from './http.ts'
import type { World } from './world.ts'

type GatewayCall = { request: IncomingMessage; response: ServerResponse; method: string }

/** Counts the call and answers it with the JSON that `answer` makes, unless a fault is on. */
export async function answerUnderFaults(
  world: World,
  { request, response, method }: GatewayCall,
  answer: () => string | Promise<string>,
): Promise<void> {
  world.callCounts.set(method, (world.callCounts.get(method) ?? 0) + 1)
  const outage = world.faults.strike('outage', method)
  if (outage) {
    if (outage.httpStatus === undefined) request.socket.destroy()
    else response.writeHead(outage.httpStatus, { 'content-type': 'text/plain' }).end('Service Unavailable')
    return
  }
  const json = await answer()
  const late = world.faults.strike('lateReply', method)
  if (late) await delay(late.delayMs ?? 1000)
  // The work above is done and stays done: only the caller does not hear of it.
  if (world.faults.strike('lostReply', method)) request.socket.destroy()
  else sendJson(response, json)
}
