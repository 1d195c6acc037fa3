import { Flex, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { LogRowView } from '#contract/log.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import { viaTexts } from '#web/i18n/machine-texts.ts'
import type { Pair } from '#web/i18n/pairs.ts'
import { ActorName } from '#web/shared/actor-name.tsx'

/** Who acted; for whom, and by which app, where that is somebody else. */
export function Who({ row }: { row: LogRowView }) {
  const { t } = useTranslation()
  return (
    <Flex gap={4} wrap align="center">
      <span>
        <ActorName name={row.actorName || row.actorId} />
      </span>
      {row.actorKind === 'agent' && <Tag color="purple">{t('log.agent')}</Tag>}
      {row.onBehalfOf && row.onBehalfOf.accountId !== row.actorId && (
        <Tag>{t('log.onBehalfOf', { name: row.onBehalfOf.name })}</Tag>
      )}
      {row.app && <Tag color="blue">{t('log.byApp', { name: row.app.name })}</Tag>}
    </Flex>
  )
}

export function CameFrom({ row }: { row: LogRowView }) {
  const language = useLanguage()
  const via = (viaTexts as Record<string, Pair>)[row.via]?.[language === 'zh' ? 0 : 1] ?? row.via
  return [via, row.ip].filter(Boolean).join(' · ')
}

const BROWSERS = [
  ['Edge', /Edg\/(\d+)/],
  ['Chrome', /Chrome\/(\d+)/],
  ['Firefox', /Firefox\/(\d+)/],
  ['Safari', /Version\/(\d+)[\d.]* (?:Mobile\/\S+ )?Safari/],
] as const
const SYSTEMS = [
  ['Windows', /Windows NT/],
  ['Android', /Android/],
  ['iOS', /iPhone|iPad/],
  ['macOS', /Mac OS X/],
  ['Linux', /Linux/],
] as const

/** “Chrome 153 · Windows”; a program that is no browser keeps the name it gave. */
export function deviceOf(userAgent: string): string {
  const browser = BROWSERS.flatMap(([name, pattern]) => {
    const version = pattern.exec(userAgent)?.[1]
    return version ? [`${name} ${version}`] : []
  })[0]
  const system = SYSTEMS.find(([, pattern]) => pattern.test(userAgent))?.[0]
  return browser ? [browser, system].filter(Boolean).join(' · ') : userAgent
}
