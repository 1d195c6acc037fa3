import { Link } from '@tanstack/react-router'
import { Flex, Tag, Typography } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { LogRowView } from '#contract/log.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import { ActorName } from '#web/shared/actor-name.tsx'
import { Moment } from '#web/shared/moment.tsx'
import { operationName } from '#web/shared/operation-name.ts'
import { sentenceOf } from '#web/shared/sentence.ts'
import { StateTag } from '#web/shared/state-tag.tsx'
import { CameFrom, RoleName } from './log-words.tsx'
import { ObjectKind } from './object-kind.tsx'

/** One entry, readable: what, who, why it was allowed, what changed, and its place in the sealed log. */
export function LogDetail({ row }: { row: LogRowView }) {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <Flex vertical gap={20}>
      <Flex gap={8} align="center">
        <strong>{operationName(row.operation, language)}</strong>
        <StateTag kind="outcome" state={row.outcome} />
      </Flex>
      <dl className="log-details">
        <Line name={t('team.at')}>
          <Moment at={row.at} exact />
        </Line>
        <Line name={t('team.actor')}>
          <ActorName name={row.actorName || row.actorId} />
        </Line>
        <Line name={t('team.operation')}>
          <Typography.Text code>{row.operation}</Typography.Text>
        </Line>
        <Line name={t('team.via')}>
          <CameFrom row={row} />
        </Line>
        <Line name={t('team.why')}>
          <WhyAllowed row={row} />
        </Line>
        <Line name={t('team.objects')}>
          <ObjectLinks row={row} />
        </Line>
        <Line name={t('team.seal')}>{row.seq === null ? t('team.sealWaiting') : t('team.sealAt', { seq: row.seq })}</Line>
        <Line name={t('team.requestId')}>
          <Typography.Text copyable>{row.requestId}</Typography.Text>
        </Line>
      </dl>
      <section>
        <Typography.Title level={5}>{t('team.details')}</Typography.Title>
        {row.outcome === 'refused' ? <p>{sentenceOf(refusalOf(row))}</p> : null}
        <Details details={row.details} />
      </section>
    </Flex>
  )
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

function WhyAllowed({ row }: { row: LogRowView }) {
  const { t } = useTranslation()
  if (row.why.length === 0)
    return <span className="faint">{t(row.outcome === 'refused' ? 'team.whyRefused' : 'team.whyNone')}</span>
  return row.why.map(({ grantId, role }) => (
    <Tag key={grantId}>
      <RoleName role={role} />
    </Tag>
  ))
}

/** Each object leads to everything that ever happened to it. */
function ObjectLinks({ row }: { row: LogRowView }) {
  if (row.objects.length === 0) return '—'
  return (
    <Flex vertical gap={2}>
      {row.objects.slice(0, 20).map(({ kind, id }) => (
        <Link key={`${kind}-${id}`} to="/log" search={{ objectKind: kind, objectId: id }}>
          <ObjectKind kind={kind} /> {id}
        </Link>
      ))}
      {row.objects.length > 20 ? <span className="faint">+ {row.objects.length - 20}</span> : null}
    </Flex>
  )
}

function refusalOf(row: LogRowView): { code: string; params: Record<string, string | number> } {
  const { code, ...params } = row.details
  return { code: String(code), params: params as Record<string, string | number> }
}

function Details({ details }: { details: Record<string, unknown> }) {
  const entries = Object.entries(details)
  if (entries.length === 0) return <span className="faint">—</span>
  return (
    <dl className="log-details">
      {entries.map(([name, value]) => (
        <Line key={name} name={name}>
          {typeof value === 'object' && value !== null ? <code>{JSON.stringify(value)}</code> : String(value)}
        </Line>
      ))}
    </dl>
  )
}
