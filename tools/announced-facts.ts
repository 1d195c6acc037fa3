/** The facts that modules announce, read from their `*-events.ts`: kind → the permission with which one hears of it. */
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'

const modules = path.join(import.meta.dirname, '..', 'server', 'modules')

export function announcedFacts(): Map<string, string> {
  const announced = new Map<string, string>()
  for (const file of globSync('*/**/*-events.ts', { cwd: modules }).sort()) {
    const source = readFileSync(path.join(modules, file), 'utf8')
    const whole = source.matchAll(/kind: '([A-Za-z]+\.[A-Za-z]+)',\s*permission: '([A-Za-z.]+)'/g)
    const short = source.matchAll(/\bfact\(\s*'([A-Za-z]+\.[A-Za-z]+)',\s*'([A-Za-z.]+)'/g)
    for (const [, kind = '', permission = ''] of [...whole, ...short]) announced.set(kind, permission)
    // A module that puts its name before: fact('batchChanged', …).
    const [, prefix, permission = ''] = /kind: `([A-Za-z]+)\.\$\{kind\}`,\s*permission: '([A-Za-z.]+)'/.exec(source) ?? []
    if (prefix)
      for (const [, kind] of source.matchAll(/\bfact\(\s*'([A-Za-z]+)'/g)) announced.set(`${prefix}.${kind}`, permission)
    // A kind under a name: export const ACCOUNT_CHANGED = 'team.accountChanged'.
    for (const [, name, kind = ''] of source.matchAll(/const ([A-Z_]+) = '([A-Za-z]+\.[A-Za-z]+)'/g)) {
      const under = new RegExp(`kind: ${name},\\s*permission: '([A-Za-z.]+)'`).exec(source)?.[1]
      if (under) announced.set(kind, under)
    }
  }
  return announced
}

/** Files with a fact in them: one that is built elsewhere than in a `*-events.ts` would stay unseen. A ping on request is no fact. */
export const filesThatBuildFacts = (): string[] =>
  globSync('*/**/*.ts', { cwd: modules })
    .filter((file) => !/\.(test|long)\.ts$|testing\//.test(file))
    .filter((file) => /kind: (?!PING\b)['`A-Z_a-z.${}]+,\s*permission: '/.test(readFileSync(path.join(modules, file), 'utf8')))
    .sort()
