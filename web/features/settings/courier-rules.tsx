import { ArrowDownOutlined, ArrowUpOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Flex, Popconfirm, Skeleton, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CourierRuleRow } from '#contract/fulfilment.ts'
import { EmptyList } from '#web/shared/empty-list.tsx'
import { useCommand, useOperation } from '#web/shared/use-operation.ts'
import { CourierPreview } from './courier-preview.tsx'
import { CourierRuleDialog, type RuleFields } from './courier-rule-dialog.tsx'
import { useRuleWords } from './courier-rule-words.ts'

/** Which courier takes which parcel: tried from the top, the first rule that fits decides. */
export function CourierRules() {
  const { t } = useTranslation()
  const query = useOperation('fulfilment.readCourierRuleSet', {})
  const [editing, setEditing] = useState<number | 'new' | null>(null)
  const save = useCommand('fulfilment.saveCourierRuleSet', { onDone: () => setEditing(null) })
  const set = query.data
  if (!set) return <Skeleton active />
  const { rules, version } = set
  const saveAll = (next: readonly (CourierRuleRow | RuleFields)[]) =>
    save.mutate({ version, rules: next.map((rule) => withoutId(rule)) })
  const edited = typeof editing === 'number' ? rules[editing] : undefined
  return (
    <Flex vertical gap={12} className="settings-column">
      <Flex justify="space-between" align="center" gap={8} wrap>
        <Typography.Text type="secondary">{t('settings.rules.hint')}</Typography.Text>
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setEditing('new')}>
          {t('settings.rules.add')}
        </Button>
      </Flex>
      {rules.length === 0 && <EmptyList title={t('settings.rules.none')} hint={t('settings.rules.noneHint')} />}
      {rules.map((rule, index) => (
        <RuleCard
          key={rule.ruleId}
          rule={rule}
          place={index}
          isLast={index === rules.length - 1}
          isBusy={save.isPending}
          onMove={(by) => saveAll(moved(rules, index, by))}
          onEdit={() => setEditing(index)}
          onRemove={() => saveAll(rules.filter((_, other) => other !== index))}
        />
      ))}
      {editing !== null && (
        <CourierRuleDialog
          {...(edited && { rule: edited })}
          isBusy={save.isPending}
          onClose={() => setEditing(null)}
          onSave={(fields) =>
            saveAll(editing === 'new' ? [...rules, fields] : rules.map((rule, index) => (index === editing ? fields : rule)))
          }
        />
      )}
      <CourierPreview version={version} />
    </Flex>
  )
}

function withoutId(rule: CourierRuleRow | RuleFields): RuleFields {
  if (!('ruleId' in rule)) return rule
  const { ruleId: _, ...fields } = rule
  return fields
}

function moved<T>(list: readonly T[], index: number, by: -1 | 1): T[] {
  const next = [...list]
  const [taken] = next.splice(index, 1)
  if (taken !== undefined) next.splice(index + by, 0, taken)
  return next
}

type CardProps = {
  rule: CourierRuleRow
  place: number
  isLast: boolean
  isBusy: boolean
  onMove: (by: -1 | 1) => void
  onEdit: () => void
  onRemove: () => void
}
function RuleCard({ rule, place, isLast, isBusy, onMove, onEdit, onRemove }: CardProps) {
  const { t } = useTranslation()
  const words = useRuleWords()
  return (
    <div className="panel courier-rule">
      <Flex justify="space-between" gap={8} wrap align="center">
        <strong>
          {place + 1}. {rule.name}
        </strong>
        <Flex gap={4}>
          <Button
            type="text"
            icon={<ArrowUpOutlined />}
            aria-label={t('settings.rules.up')}
            disabled={place === 0 || isBusy}
            onClick={() => onMove(-1)}
          />
          <Button
            type="text"
            icon={<ArrowDownOutlined />}
            aria-label={t('settings.rules.down')}
            disabled={isLast || isBusy}
            onClick={() => onMove(1)}
          />
          <Button onClick={onEdit}>{t('settings.rules.edit')}</Button>
          <Popconfirm title={t('settings.rules.removeAsk')} onConfirm={onRemove}>
            <Button danger>{t('settings.rules.remove')}</Button>
          </Popconfirm>
        </Flex>
      </Flex>
      <div>
        <span className="faint">{t('settings.rules.when')}</span> {words.conditions(rule)}
      </div>
      <div>
        <span className="faint">{t('settings.rules.use')}</span> {words.accounts(rule.carrierAccountIds).join(' → ')}
      </div>
    </div>
  )
}
