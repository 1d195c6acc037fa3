/** The seller's note and flag of an order. */
import { ruleValue } from '#kernel/rule-packs.ts'
import { type Connection, type NoteLimits, PlatformFailure } from '#server/platforms/platform.ts'
import type { NoteWish } from '#server/platforms/platform-services.ts'
import { callPdd } from '#server/platforms/pop/pdd-call.ts'

/** Tag and name go together or stay away together; the names are the platform's own. */
const TAG_NAMES = ['', '红色', '黄色', '绿色', '蓝色', '紫色']

export const PINDUODUO_NOTE_LIMITS: NoteLimits = {
  most: ruleValue('pinduoduo', 'noteLength', 'characters'),
  unit: 'characters',
  highestFlag: 5,
}

export async function notePinduoduoOrder(connection: Connection, { platformOrderId, note, flag }: NoteWish): Promise<void> {
  const tagName = TAG_NAMES[flag] ?? ''
  const tag: Record<string, string> = tagName === '' ? {} : { tag: String(flag), tag_name: tagName }
  const answer = await callPdd(connection, {
    type: 'pdd.order.note.update',
    params: { order_sn: platformOrderId, note, ...tag },
    canRepeat: true,
  })
  if (String(answer.success) === 'true') return
  const sentence = String(answer.error_msg ?? 'Pinduoduo did not take the note.')
  throw new PlatformFailure('refused', String(answer.error_code ?? 'not-successful'), sentence)
}
