const NAMES: Record<string, string> = { Edg: 'Edge', OPR: 'Opera', MicroMessenger: 'WeChat', 'Mac OS X': 'macOS' }

/** “Chrome · Windows” out of a user agent; null when it tells nothing. Browsers built on another name that one too: their own counts. */
export function deviceName(userAgent: string): string | null {
  const browser = /(Edg|OPR|MicroMessenger|Firefox)\//.exec(userAgent) ?? /(Chrome|Safari)\//.exec(userAgent)
  const system = /(Android|iPhone|iPad)/.exec(userAgent) ?? /(Windows|Mac OS X|Linux)/.exec(userAgent)
  const known = [browser?.[1], system?.[1]].filter((word) => word !== undefined)
  return known.length > 0 ? known.map((word) => NAMES[word] ?? word).join(' · ') : null
}
