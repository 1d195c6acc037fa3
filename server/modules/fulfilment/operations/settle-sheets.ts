import { errors } from '#contract/errors.ts'
import { fulfilment } from '#contract/fulfilment.ts'
import { refuse } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { sortOut } from '../parcel-work-rules.ts'
import { followSheets } from '../record-sheets.ts'
import { changeSheets, lockSheets, type OpenSheet } from '../sheet-store.ts'

/** Sheets in a printer that works are its own business; from one that stands still or is gone a person may know better. */
const mayBeSettled = ({ state, printerState }: OpenSheet): boolean =>
  state === 'unknown' || (['sending', 'accepted'].includes(state) && ['stopped', 'unreachable'].includes(printerState))

export const settleSheets = command({
  name: 'fulfilment.settleSheets',
  ...fulfilment.settleSheets,
  summary:
    'Says of sheets whose fate the printer cannot tell whether they are on paper; those that are not may be printed again.',
  access: { permission: 'fulfilment.reprint', scope: 'shop' },
  audit: ({ isPrinted, reason }, { done, refused }) => ({
    objects: done.map((id) => ({ kind: 'sheet', id })),
    details: { isPrinted, reason, done: done.length, refused: refused.length },
  }),
  errors: [errors.notFound, errors.sheetNotOpen],
  async run(tx, { sheetIds, isPrinted, reason }, actor, effects) {
    const byId = new Map((await lockSheets(tx, actor.scope, sheetIds, effects.now)).map((sheet) => [sheet.sheetId, sheet]))
    const { able, refused } = sortOut(sheetIds, (id) => {
      const sheet = byId.get(id)
      if (!sheet) return refuse(id, errors.notFound)
      return mayBeSettled(sheet) ? undefined : refuse(id, errors.sheetNotOpen)
    })
    const state = isPrinted ? 'printed' : 'failed'
    const news = able.map((sheetId) => ({ sheetId, state, printerJobId: null, problem: reason }) as const)
    if (news.length > 0)
      await followSheets(tx, await changeSheets(tx, news, ['unknown', 'sending', 'accepted'], effects.now), effects)
    return { done: able, refused }
  },
})
