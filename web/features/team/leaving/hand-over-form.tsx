import { App, Button, Empty, Flex, Input, Popconfirm, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '#web/shared/api.ts'
import { useCommand } from '#web/shared/use-operation.ts'
import { ColleagueSelect } from './colleague-select.tsx'
import { useHoldingName } from './holding-name.ts'

type Holding = OutputOf<'team.readLeaving'>['holdings'][number]
type Wish = { toAccountId: string | null; note: string }

/** Kind by kind: how much, to whom, with what note. */
export function HandOverForm({ accountId, holdings }: { accountId: string; holdings: Holding[] }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [wishes, setWishes] = useState<Record<string, Wish>>({})
  const start = useCommand('team.startOffboarding', { onDone: () => void message.success(t('leaving.startedOk')) })
  const held = holdings.filter(({ count }) => count > 0)
  const wishOf = (kind: string): Wish => wishes[kind] ?? { toAccountId: null, note: '' }
  const handOver = held.filter(({ way }) => way === 'handOver').map(({ kind }) => ({ kind, ...wishOf(kind) }))
  return (
    <Flex vertical gap={16}>
      {held.length === 0 && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('leaving.holdsNothing')} />}
      {held.map((holding) => (
        <HoldingRow
          key={holding.kind}
          holding={holding}
          accountId={accountId}
          wish={wishOf(holding.kind)}
          onChange={(wish) => setWishes({ ...wishes, [holding.kind]: wish })}
        />
      ))}
      <Popconfirm
        title={t('leaving.start')}
        description={t('leaving.startAsk')}
        okButtonProps={{ danger: true }}
        onConfirm={() => start.mutate({ accountId, handOver })}
      >
        <Button type="primary" danger loading={start.isPending} style={{ alignSelf: 'start' }}>
          {t('leaving.start')}
        </Button>
      </Popconfirm>
    </Flex>
  )
}

type HoldingRowProps = { holding: Holding; accountId: string; wish: Wish; onChange: (wish: Wish) => void }
function HoldingRow({ holding, accountId, wish, onChange }: HoldingRowProps) {
  const { t } = useTranslation()
  const holdingName = useHoldingName()
  return (
    <Flex className="leaving-holding" gap={12} wrap align="center">
      <div className="leaving-holding-name">
        <strong>{holdingName(holding.kind)}</strong>
        <div>
          {t('leaving.count', { n: holding.count })} <span className="faint">{holding.examples.join('、')}</span>
        </div>
      </div>
      {holding.way === 'end' ? (
        <Typography.Text type="secondary">{t('leaving.stopsWithThem')}</Typography.Text>
      ) : (
        <>
          <ColleagueSelect
            value={wish.toAccountId}
            besides={accountId}
            placeholder={holding.kind === 'agent' ? t('leaving.agentStops') : t('leaving.toPool')}
            onChange={(toAccountId) => onChange({ ...wish, toAccountId })}
          />
          <Input
            value={wish.note}
            maxLength={200}
            placeholder={t('leaving.notePlaceholder')}
            aria-label={t('leaving.note')}
            style={{ flex: 1, minWidth: 220 }}
            onChange={(event) => onChange({ ...wish, note: event.target.value })}
          />
        </>
      )}
    </Flex>
  )
}
