import { DeleteOutlined } from '@ant-design/icons'
import { Button, Collapse, Flex, Select, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMe } from '#web/app/session.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import { useShops } from '#web/shared/shop-select.tsx'
import { useWarehouses } from '#web/shared/warehouse-select.tsx'
import { DepartmentSelect } from '../departments/department-select.tsx'
import { useRoles } from '../roles/use-roles.ts'
import { conditionCount, type GrantDraft } from './draft.ts'
import { MoreConditions } from './more-conditions.tsx'
import { RoleRights } from './role-rights.tsx'
import { useGrantSentence } from './use-grant-names.ts'
import { lackedFor } from './widest.ts'
import type { Subject } from './words.ts'

type GrantCardProps = {
  draft: GrantDraft
  subject: Subject
  onChange: (draft: GrantDraft) => void
  onRole: (role: string) => void
  onRemove: () => void
}

/** One grant while it is written: role, shops, whose data; the rest folded; below it what it means in words. */
export function GrantCard({ draft, subject, onChange, onRole, onRemove }: GrantCardProps) {
  const { t } = useTranslation()
  const sentence = useGrantSentence()
  const { byCode } = useRoles()
  const set = conditionCount(draft)
  return (
    <div className="grant-card">
      <Flex gap={8} align="center">
        <RoleSelect role={draft.role} onChange={onRole} />
        <Button type="text" icon={<DeleteOutlined />} onClick={onRemove} aria-label={t('grants.remove')} />
      </Flex>
      <RoleRights codes={byCode(draft.role)?.permissions ?? []} />
      <div className="grant-reach">
        <ShopField draft={draft} onChange={onChange} />
        <WarehouseField draft={draft} onChange={onChange} />
        <RangeField draft={draft} onChange={onChange} />
      </div>
      <Collapse
        ghost
        size="small"
        items={[
          {
            key: 'more',
            label: set === 0 ? t('grants.more') : t('grants.moreSet', { n: set }),
            children: <MoreConditions draft={draft} onChange={onChange} />,
          },
        ]}
      />
      <Typography.Text className="grant-sentence">{sentence(draft, subject)}</Typography.Text>
    </div>
  )
}

function RoleSelect({ role, onChange }: { role: string; onChange: (role: string) => void }) {
  const { t } = useTranslation()
  const me = useMe()
  const language = useLanguage()
  const { rows } = useRoles()
  return (
    <Select
      value={role}
      aria-label={t('grants.role')}
      style={{ flex: 1, minWidth: 0 }}
      showSearch={{ optionFilterProp: 'label' }}
      onChange={onChange}
      options={rows.map((row) => ({ value: row.role, label: row[language], disabled: lackedFor(me, row).length > 0 }))}
      optionRender={({ label, data }) => (
        <Flex justify="space-between" gap={8}>
          {label}
          {data.disabled ? <small className="faint">{t('grants.beyond')}</small> : null}
        </Flex>
      )}
    />
  )
}

type FieldProps = Pick<GrantCardProps, 'draft' | 'onChange'>

function ShopField({ draft, onChange }: FieldProps) {
  const { t } = useTranslation()
  const { rows } = useShops()
  return (
    <Select
      mode="multiple"
      allowClear
      value={draft.shopIds ?? []}
      aria-label={t('grants.shops')}
      placeholder={t('shared.allShopsAlsoFuture')}
      showSearch={{ optionFilterProp: 'label' }}
      onChange={(shopIds: string[]) => onChange({ ...draft, shopIds: shopIds.length > 0 ? shopIds : null })}
      options={rows.map((shop) => ({ value: shop.shopId, label: shop.name }))}
    />
  )
}

/** Only where there is more than one warehouse, or the grant already speaks of some. */
function WarehouseField({ draft, onChange }: FieldProps) {
  const { t } = useTranslation()
  const { rows, isMany } = useWarehouses()
  if (!isMany && draft.warehouseIds === null) return null
  return (
    <Select
      mode="multiple"
      allowClear
      value={draft.warehouseIds ?? []}
      aria-label={t('grants.warehouses')}
      placeholder={t('grants.allWarehouses')}
      showSearch={{ optionFilterProp: 'label' }}
      onChange={(chosen: string[]) => onChange({ ...draft, warehouseIds: chosen.length > 0 ? chosen : null })}
      options={rows.map((warehouse) => ({ value: warehouse.warehouseId, label: warehouse.name }))}
    />
  )
}

function RangeField({ draft, onChange }: FieldProps) {
  const { t } = useTranslation()
  return (
    <>
      <Select
        value={draft.range}
        aria-label={t('grants.range')}
        onChange={(range: GrantDraft['range']) =>
          onChange({ ...draft, range, departmentId: range === 'department' ? draft.departmentId : null })
        }
        options={(['own', 'department', 'all'] as const).map((value) => ({ value, label: t(`grants.ranges.${value}`) }))}
      />
      {draft.range === 'department' && (
        <DepartmentSelect
          value={draft.departmentId}
          isRequired
          hasError={draft.departmentId === null}
          onChange={(departmentId) => onChange({ ...draft, departmentId })}
        />
      )}
    </>
  )
}
