import type { Check } from './check.ts'

export const tooManyPieces: Check = {
  code: 'tooManyPieces',
  flag: '量',
  intercepts: false,
  isFinal: false,
  reasonZh: '共 {pieces} 件，超过 {limit} 件',
  reasonEn: '{pieces} pieces, more than {limit}',
  clearsZh: '人工审核通过，或拆单',
  clearsEn: 'A person approves, or splits the parcel',
  find(facts, settings) {
    const pieces = facts.lines.reduce((sum, line) => sum + line.quantity, 0)
    return pieces <= settings.maxPieces ? undefined : { result: 'alert', params: { pieces, limit: settings.maxPieces } }
  },
}
