/**
 * Dated rule packs (rules/*.yaml): the numbers of platforms and carriers, each with the day it holds from, its unit and its source.
 * No such number stands in code, so a platform's change is one line of data.
 */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'

const entry = z.strictObject({
  effectiveFrom: z.iso.date(),
  value: z.number(),
  unit: z.string().min(1),
  source: z.string().min(10),
})
const pack = z.record(z.string(), z.array(entry).min(1))
export type RuleEntry = z.infer<typeof entry>
type RulePack = z.infer<typeof pack>

/** Reads every pack of a folder by file name. Throws on anything that is not an entry, naming file and place. */
export function readRulePacks(folder: string): Map<string, RulePack> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'))
  return new Map(
    files.map((file) => {
      const parsed = pack.safeParse(
        parse(readFileSync(path.join(folder, file), 'utf8'), { schema: 'failsafe', customTags: ['int', 'float'] }),
      )
      if (!parsed.success)
        throw new Error(`rules/${file}: ${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}`)
      return [path.basename(file, '.yaml'), parsed.data]
    }),
  )
}

const packs = readRulePacks(path.join(import.meta.dirname, '..', '..', 'rules'))

/** The entry in force on a day (YYYY-MM-DD): the newest that is effective by then. Throws when there is none or its unit is another. */
export function ruleInForce(entries: readonly RuleEntry[], on: string): RuleEntry | undefined {
  return entries.filter((one) => one.effectiveFrom <= on).toSorted((a, b) => (a.effectiveFrom < b.effectiveFrom ? 1 : -1))[0]
}

const today = (): string => new Date().toISOString().slice(0, 10)

/** A rule's value in the unit the caller expects. `on` defaults to today (UTC). Throws for an unknown rule or another unit. */
export function ruleValue(packName: string, rule: string, unit: string, on = today()): number {
  const value = knownRuleValue(packName, rule, unit, on)
  if (value === undefined) throw new Error(`rules/${packName}.yaml has no ${rule} in force on ${on}`)
  return value
}

/** The same; undefined when nothing is known. Throws for another unit. */
export function knownRuleValue(packName: string, rule: string, unit: string, on = today()): number | undefined {
  const found = ruleInForce(packs.get(packName)?.[rule] ?? [], on)
  if (found && found.unit !== unit) throw new Error(`rules/${packName}.yaml: ${rule} is in ${found.unit}, not ${unit}`)
  return found?.value
}
