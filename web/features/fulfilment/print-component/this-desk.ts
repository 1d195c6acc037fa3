/** Which packing desk this browser stands at: an id of its own, made when the first printer is bound. */
import { useSyncExternalStore } from 'react'

const STORAGE_KEY = 'zhanggui.desk'

/** null = no printer of this computer was ever bound here. */
export const deskOfThisBrowser = (): string | null => localStorage.getItem(STORAGE_KEY)

const listeners = new Set<() => void>()
function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
export const useIsDesk = (): boolean => useSyncExternalStore(subscribe, () => deskOfThisBrowser() !== null)

export function beDesk(): string {
  const known = deskOfThisBrowser()
  if (known !== null) return known
  const deskId = newUuid()
  localStorage.setItem(STORAGE_KEY, deskId)
  for (const listener of listeners) listener()
  return deskId
}

/** `crypto.randomUUID` is missing on plain http pages of a local network. */
export function newUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** Where this page reaches a component. From https only its own TLS port will do: the browser blocks the plain one. */
export const componentUrl = (
  { url, secureUrl }: { url: string; secureUrl: string },
  protocol: string = location.protocol,
): string => (protocol === 'https:' ? secureUrl : url)
