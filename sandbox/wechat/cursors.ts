/** `next_key`: a place in a list, good only for the conditions the list was asked with. */
import { createHash } from 'node:crypto'
import type { World } from '#sandbox/world.ts'
import { isRecord, refuse } from './wechat-answer.ts'

const WRONG_CURSOR = 606006

/** A page of the list as it stands now: rows that leave it meanwhile pull the later ones forward, over the place reached. */
export function pageOf<T>(
  { wrong }: World,
  rows: readonly T[],
  body: Record<string, unknown>,
  size: number,
): { page: T[]; next_key: string; has_more: boolean } {
  const { next_key: given, ...conditions } = body
  const print = createHash('sha256').update(JSON.stringify(conditions)).digest('base64url').slice(0, 12)
  const start = typeof given === 'string' && given !== '' ? placeOf(given, print) : 0
  const end = start + size
  const next = end + (wrong === 'pageCount' ? 1 : 0)
  // A cursor comes with the last page too.
  const next_key = Buffer.from(JSON.stringify({ print, at: next })).toString('base64url')
  return { page: rows.slice(start, end), next_key, has_more: next < rows.length }
}

function placeOf(cursor: string, print: string): number {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (isRecord(read) && read.print === print && typeof read.at === 'number') return read.at
  } catch {
    // Falls through: no cursor of this gateway.
  }
  return refuse(WRONG_CURSOR, 'next_key 与请求参数不匹配')
}
