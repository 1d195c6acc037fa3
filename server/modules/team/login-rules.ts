/** Sub-account names as on Taobao: main:sub, ≤ 30 characters where a Chinese one counts 2, not digits only (domain.md §1a, T14). */

const LIMIT = 30
const widthOf = (text: string): number => [...text].reduce((sum, character) => sum + (character.charCodeAt(0) > 0xff ? 2 : 1), 0)

export function isWellFormedSubName(mainLogin: string, subName: string): boolean {
  if (!/^[\p{L}\p{N}_.-]+$/u.test(subName) || /^\d+$/.test(subName)) return false
  return widthOf(`${mainLogin}:${subName}`) <= LIMIT
}
/** A main login has no colon; the same letters and limits. */
export const isWellFormedMainLogin = (login: string): boolean =>
  /^[\p{L}\p{N}_.-]+$/u.test(login) && !/^\d+$/.test(login) && widthOf(login) <= 24
/** Logins are compared in one form: NFC, lower case. */
export const normaliseLogin = (login: string): string => login.normalize('NFC').trim().toLowerCase()
