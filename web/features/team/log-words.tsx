import { useTranslation } from 'react-i18next'
import { builtInRoles } from '#contract/permissions.ts'
import type { LogRowView } from '#contract/team.ts'
import { type Language, useLanguage } from '#web/i18n/i18n.ts'
import { machineNames, viaTexts } from '#web/i18n/machine-texts.ts'
import type { Pair } from '#web/i18n/pairs.ts'

/** Who acted: a person by name, a machine as “system · intake”. */
export function ActorName({ row }: { row: LogRowView }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const name = row.actorName || row.actorId
  return name.startsWith('system:') ? t('team.machine', { name: machineName(name.slice('system:'.length), language) }) : name
}

function machineName(machine: string, language: Language): string {
  return (machineNames as Record<string, Pair>)[machine]?.[language === 'zh' ? 0 : 1] ?? machine
}

export function CameFrom({ row }: { row: LogRowView }) {
  const language = useLanguage()
  const via = (viaTexts as Record<string, Pair>)[row.via]?.[language === 'zh' ? 0 : 1] ?? row.via
  return [via, row.ip].filter(Boolean).join(' · ')
}

/** The role that allowed an act: a person's, the owner's, or a machine's own. */
export function RoleName({ role }: { role: string }) {
  const { t } = useTranslation()
  const language = useLanguage()
  if (role === 'owner') return t('team.owner')
  if (role.startsWith('system:')) return t('team.machine', { name: machineName(role.slice('system:'.length), language) })
  return (builtInRoles as Record<string, { zh: string; en: string }>)[role]?.[language] ?? role
}
