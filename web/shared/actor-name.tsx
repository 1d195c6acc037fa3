import { useTranslation } from 'react-i18next'
import { type Language, useLanguage } from '#web/i18n/i18n.ts'
import { machineNames } from '#web/i18n/machine-texts.ts'
import type { Pair } from '#web/i18n/pairs.ts'

const MACHINE = 'system:'

/** Who acted: a person by name, a machine as “system · intake”. */
export function ActorName({ name }: { name: string }) {
  const { t } = useTranslation()
  const language = useLanguage()
  return name.startsWith(MACHINE) ? t('shared.machine', { name: machineName(name.slice(MACHINE.length), language) }) : name
}

function machineName(machine: string, language: Language): string {
  return (machineNames as Record<string, Pair>)[machine]?.[language === 'zh' ? 0 : 1] ?? machine
}
