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
import { Changes, refusalOf } from './changes.tsx'
import type { LogSearch } from './log-search.ts'
import { CameFrom, deviceOf, Who } from './log-words.tsx'
import { ObjectKind } from './object-kind.tsx'
import { ProofOf } from './proof.tsx'
import { useWords } from './use-words.ts'

type DetailProps = { row: LogRowView; isOwn: boolean }

/** One entry, readable: what, who, why it was allowed, what changed, and its proof. */
export function LogDetail({ row, isOwn }: DetailProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <Flex vertical gap={20}>
      <header>
        <Flex gap={8} align="center" wrap>
          <Typography.Title level={4} style={{ margin: 0 }}>
            {operationName(row.operation, language)}
          </Typography.Title>
          <StateTag kind="outcome" state={row.outcome} />
          <Tag>{t(`log.kinds.${row.kind}`)}</Tag>
        </Flex>
        <Typography.Text type="secondary">
          <Moment at={row.at} exact /> · <code>{row.operation}</code>
        </Typography.Text>
      </header>
      {row.outcome === 'refused' && <p className="log-refusal">{sentenceOf(refusalOf(row))}</p>}
      <Changes row={row} />
      <dl className="log-details">
        <Line name={t('log.who')}>
          <Links to={{ personId: row.actorId }} isOwn={isOwn}>
            <Who row={row} />
          </Links>
        </Line>
        <Line name={t('log.why')}>
          <WhyAllowed row={row} />
        </Line>
        <Line name={t('log.objects')}>
          <Objects row={row} isOwn={isOwn} />
        </Line>
        <Line name={t('log.where')}>
          <CameFrom row={row} />
        </Line>
        {row.userAgent !== '' && (
          <Line name={t('log.device')}>
            <span title={row.userAgent}>{deviceOf(row.userAgent)}</span>
          </Line>
        )}
        <Line name={t('log.requestId')}>
          <Typography.Text copyable={{ text: row.requestId }}>
            <Links to={{ requestId: row.requestId }} isOwn={isOwn}>
              {t('log.sameRequest')}
            </Links>
          </Typography.Text>
        </Line>
        <Details row={row} />
      </dl>
      <ProofOf key={row.entryId} row={row} isOwn={isOwn} />
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

/** To other entries that have this in common. */
function Links({ to, isOwn, children }: { to: LogSearch; isOwn: boolean; children: ReactNode }) {
  return isOwn ? (
    <Link to="/my-activity" search={to}>
      {children}
    </Link>
  ) : (
    <Link to="/log" search={to}>
      {children}
    </Link>
  )
}

function WhyAllowed({ row }: { row: LogRowView }) {
  const { t } = useTranslation()
  const { roleOf } = useWords(row)
  if (row.why.length === 0)
    return <span className="faint">{t(row.outcome === 'refused' ? 'log.whyRefused' : 'log.whyNone')}</span>
  return row.why.map(({ grantId, role }) => (
    <Tag key={grantId} title={grantId}>
      {role.startsWith('system:') ? <ActorName name={role} /> : roleOf(role)}
    </Tag>
  ))
}

const OBJECTS_SHOWN = 20
/** Each object leads to everything that ever happened to it. */
function Objects({ row, isOwn }: DetailProps) {
  const { t } = useTranslation()
  if (row.objects.length === 0) return '—'
  return (
    <Flex vertical gap={2}>
      {row.objects.slice(0, OBJECTS_SHOWN).map(({ kind, id, name }) => (
        <Links key={`${kind}-${id}`} to={{ objectKind: kind, objectId: id }} isOwn={isOwn}>
          <ObjectKind kind={kind} /> {name ?? id}
        </Links>
      ))}
      {row.objectCount > OBJECTS_SHOWN && <span className="faint">{t('log.more', { n: row.objectCount - OBJECTS_SHOWN })}</span>}
    </Flex>
  )
}

/** What else the act told of itself; a refusal has said it already. */
function Details({ row }: { row: LogRowView }) {
  const { fieldOf, valuesOf } = useWords(row)
  if (row.outcome === 'refused') return null
  const told = Object.entries(row.details).filter(([, value]) => !(Array.isArray(value) && value.length === 0))
  return told.map(([field, value]) => (
    <Line key={field} name={fieldOf(field)}>
      {valuesOf(field, value).join(' · ')}
    </Line>
  ))
}
