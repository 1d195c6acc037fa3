import { useTranslation } from 'react-i18next'
import type { LogRowView } from '#contract/log.ts'
import { builtInRoles } from '#contract/permissions.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import { viaTexts } from '#web/i18n/machine-texts.ts'
import type { Pair } from '#web/i18n/pairs.ts'
import { ActorName } from '#web/shared/actor-name.tsx'

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
  const known = (builtInRoles as Record<string, { zh: string; en: string }>)[role]
  return known ? known[language] : <ActorName name={role} />
}
