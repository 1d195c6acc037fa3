import { Link } from '@tanstack/react-router'
import { Alert, Button, Drawer, Flex, Skeleton, Tag, Timeline, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import type { CaseDecision, CasePage, CaseRow } from '#contract/after-sales.ts'
import { useMayCall } from '#web/app/session.ts'
import { Section } from '#web/features/orders/parcel-sections.tsx'
import { Moment } from '#web/shared/moment.tsx'
import { Money } from '#web/shared/money.tsx'
import { sentenceOf } from '#web/shared/sentence.ts'
import { useIsNarrow } from '#web/shared/use-is-narrow.ts'
import { useCommand, useOperation } from '#web/shared/use-operation.ts'
import { CaseStateTag, Due, isOpenCase } from './case-parts.tsx'
import { CaseEventLine, eventColor } from './case-timeline.tsx'
import { DecideFoot } from './decide-foot.tsx'

const LIVE_MS = 3_000

export function CaseDrawer({ caseId, onClose }: { caseId: string | null; onClose: () => void }) {
  const { t } = useTranslation()
  const isNarrow = useIsNarrow()
  const query = useOperation('afterSales.readCase', { caseId: caseId ?? '' }, { enabled: caseId !== null, live: LIVE_MS })
  const page = query.data?.caseId === caseId ? query.data : undefined
  return (
    <Drawer
      open={caseId !== null}
      onClose={onClose}
      size={isNarrow ? '100%' : 560}
      destroyOnHidden
      title={
        page && (
          <Flex gap={8} align="center" wrap>
            {t(`afterSales.kinds.${page.kind}`)}
            <CaseStateTag state={page.state} />
          </Flex>
        )
      }
      footer={page && <DecideFoot key={`${page.caseId} ${page.version}`} page={page} />}
    >
      {query.error ? (
        <Alert type="error" title={sentenceOf(query.error)} />
      ) : page ? (
        <CaseSheet page={page} />
      ) : (
        <Skeleton active />
      )}
    </Drawer>
  )
}

function CaseSheet({ page }: { page: CasePage }) {
  const { t } = useTranslation()
  return (
    <Flex vertical gap={20}>
      <Flex justify="space-between" align="center" gap={8} wrap>
        <span className="case-amount">
          <Money fen={page.refundFen} />
        </span>
        {isOpenCase(page) && <Due at={page.dueAt} isOpen />}
      </Flex>
      {page.decision && <DecisionState decision={page.decision} isAwaited={isOpenCase(page)} />}
      <CaseFacts page={page} />
      <Section title={t('afterSales.goods')}>
        {page.lines.length === 0 && <span className="faint">{t('afterSales.noOrder')}</span>}
        {page.lines.map((line) => (
          <div key={line.lineId} className="case-line" data-concerned={line.isConcerned}>
            <div>
              {line.title}
              <div className="cell-sub">
                {line.variant && <span>{line.variant}</span>}
                {line.merchantSku && <span>{line.merchantSku}</span>}
                {line.isConcerned && page.lines.length > 1 && <Tag color="processing">{t('afterSales.concerned')}</Tag>}
              </div>
            </div>
            <div className="amount">
              × {line.quantity}
              <div className="faint">
                <Money fen={line.paidFen} />
              </div>
            </div>
          </div>
        ))}
      </Section>
      <Section title={t('afterSales.timeline')}>
        <Timeline
          items={page.timeline.map((event) => ({
            key: event.id,
            color: eventColor(event),
            content: <CaseEventLine event={event} />,
          }))}
        />
      </Section>
    </Flex>
  )
}

/** Whether the platform knows, and what to do where it does not. */
function DecisionState({ decision, isAwaited }: { decision: CaseDecision; isAwaited: boolean }) {
  const { t } = useTranslation()
  const retry = useCommand('afterSales.retryDecision')
  const { state, byName: name, agree, problem, nextAttemptAt, decisionId } = decision
  // A sentence of ours follows.
  const reason = problem.replace(/[。.\s]+$/, '')
  const what = t(agree ? 'afterSales.agreed' : 'afterSales.refused')
  const retryButton = (
    <Button size="small" loading={retry.isPending} onClick={() => retry.mutate({ decisionId })}>
      {t('afterSales.retry')}
    </Button>
  )
  switch (state) {
    case 'waiting':
      return <Alert type="info" showIcon title={t('afterSales.waitsToBeTold', { name, what })} />
    case 'told':
      return isAwaited && <Alert type="success" showIcon title={t('afterSales.toldNow', { name, what })} />
    case 'overtaken':
      return <Alert type="warning" showIcon title={t('afterSales.overtaken')} />
    case 'failed':
      return (
        <Alert
          type="warning"
          showIcon
          title={
            <>
              {t('afterSales.retryAt', { reason })} {nextAttemptAt && <Moment at={nextAttemptAt} />}
            </>
          }
          action={retryButton}
        />
      )
    case 'needs_person':
      return <Alert type="error" showIcon title={t('afterSales.needsPerson', { reason })} action={retryButton} />
  }
}

function CaseFacts({ page }: { page: CasePage }) {
  const { t } = useTranslation()
  return (
    <dl className="facts">
      <dt>{t('afterSales.reason')}</dt>
      <dd>{page.reason || '—'}</dd>
      <dt>{t('shared.shop')}</dt>
      <dd>{page.shopName}</dd>
      <dt>{t('afterSales.order')}</dt>
      <dd>
        <Typography.Text copyable>{page.platformOrderId}</Typography.Text>
      </dd>
      {page.parcels.length > 0 && (
        <>
          <dt>{t('afterSales.parcels')}</dt>
          <dd>
            {page.parcels.map(({ parcelId, number }) => (
              <Link key={parcelId} to="/parcels/$parcelId" params={{ parcelId }} style={{ marginRight: 8 }}>
                {number}
              </Link>
            ))}
          </dd>
        </>
      )}
      <dt>{t('afterSales.caseNumber')}</dt>
      <dd>{page.afterSaleId}</dd>
      <dt>{t('afterSales.askedAt')}</dt>
      <dd>
        <Moment at={page.createdAt} exact />
      </dd>
      {page.kind !== 'refund_only' && (
        <>
          <dt>{t('afterSales.returnWaybill')}</dt>
          <dd>
            <ReturnWaybill row={page} />
          </dd>
        </>
      )}
    </dl>
  )
}

/** A number of ours that comes back is followed already: its trace is a click away. */
function ReturnWaybill({ row: { returnWaybillNumber: waybillNumber } }: { row: CaseRow }) {
  const { t } = useTranslation()
  const mayCall = useMayCall()
  const enabled = waybillNumber !== '' && mayCall('tracing.listTraces')
  const traces = useOperation('tracing.listTraces', { waybillNumber }, { enabled })
  if (waybillNumber === '') return <span className="faint">{t('afterSales.noReturnWaybill')}</span>
  const isFollowed = enabled && (traces.data?.rows.length ?? 0) > 0
  return (
    <Flex gap={8} wrap>
      <Typography.Text copyable>{waybillNumber}</Typography.Text>
      {isFollowed && (
        <Link to="/fulfilment/tracking" search={{ waybillNumber }}>
          {t('afterSales.trace')}
        </Link>
      )}
    </Flex>
  )
}
