import type { Check } from './check.ts'

export const personHold: Check = {
  code: 'personHold',
  flag: '停',
  intercepts: true,
  isFinal: false,
  reasonZh: '已人工挂起：{reason}',
  reasonEn: 'On hold: {reason}',
  clearsZh: '由有审单权限的人解挂',
  clearsEn: 'Somebody who reviews releases it',
  find(facts) {
    return facts.holdReason === '' ? undefined : { result: 'hold', params: { reason: facts.holdReason } }
  },
}
