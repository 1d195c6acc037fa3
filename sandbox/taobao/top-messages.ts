/** Message service: subscribe, fetch, confirm. */
import { toPlatformTime } from '#sandbox/platform-time.ts'
import { failed, requiredText, type ShopCall, type TopCall, wholeNumber } from './top-call.ts'
import type { TopAnswer, TopFailure } from './top-failure.ts'

const DEFAULT_QUANTITY = 100
const MAX_QUANTITY = 200

export function tmcUserPermit({ world, shop, params }: ShopCall): TopAnswer {
  world.messages.permit(shop.id, idList(params.get('topics')))
  return '"is_success":true'
}

export function tmcMessagesConsume({ world, params }: TopCall): TopAnswer | TopFailure {
  const quantity = wholeNumber(params, 'quantity', DEFAULT_QUANTITY, 1, MAX_QUANTITY)
  if (failed(quantity)) return quantity
  const taken = world.messages.consume(quantity)
  if (taken.length === 0) return ''
  const rows = taken.map(({ id, topic, content, publishedAt, shop }) => {
    const rest = { topic, content, pub_time: toPlatformTime(publishedAt), user_nick: shop.name }
    return `{"id":${id},"pub_app_key":"${params.get('app_key')}","user_id":${shop.id},${JSON.stringify(rest).slice(1)}`
  })
  return `"messages":{"tmc_message":[${rows.join(',')}]}`
}

export function tmcMessagesConfirm({ world, params }: TopCall): TopAnswer | TopFailure {
  const confirmed = requiredText(params, 's_message_ids')
  if (failed(confirmed)) return confirmed
  world.messages.confirm(idList(confirmed))
  world.messages.fail(idList(params.get('f_message_ids')))
  return '"is_success":true'
}

function idList(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '')
}
