import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Flex, Select, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import { type BuiltInRole, builtInRoles, isBuiltInRole, permissions } from '#contract/permissions.ts'
import { type Language, useLanguage } from '#web/i18n/i18n.ts'
import type { InputOf } from '#web/shared/api.ts'
import { useShops } from '#web/shared/shop-select.tsx'

export type Grant = InputOf<'team.setGrants'>['grants'][number]
type GrantsEditorProps = { value?: Grant[]; onChange?: (grants: Grant[]) => void; disabled?: boolean }
const roles = Object.keys(builtInRoles) as BuiltInRole[]

/** Grants are pairs: this role in these shops. Two pairs never mix: a role in shop A gives nothing in shop B. */
export function GrantsEditor({ value = [], onChange, disabled = false }: GrantsEditorProps) {
  const { t } = useTranslation()
  const put = (index: number, grant: Grant) => onChange?.(value.map((each, at) => (at === index ? grant : each)))
  return (
    <Flex vertical gap={10}>
      {value.map((grant, index) => (
        <GrantPair
          // biome-ignore lint/suspicious/noArrayIndexKey: a pair has no identity before it is saved
          key={index}
          grant={grant}
          disabled={disabled}
          onChange={(next) => put(index, next)}
          onRemove={() => onChange?.(value.filter((_, at) => at !== index))}
        />
      ))}
      {!disabled && (
        <Button
          type="dashed"
          icon={<PlusOutlined />}
          onClick={() => onChange?.([...value, { role: 'inSaleService', shopIds: null }])}
          style={{ alignSelf: 'start' }}
        >
          {t('team.addGrant')}
        </Button>
      )}
    </Flex>
  )
}

type GrantPairProps = { grant: Grant; disabled: boolean; onChange: (grant: Grant) => void; onRemove: () => void }

function GrantPair({ grant, disabled, onChange, onRemove }: GrantPairProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { rows } = useShops()
  const changeShops = (shopIds: string[]) => onChange({ ...grant, shopIds: shopIds.length > 0 ? shopIds : null })
  return (
    <div className="grant-pair">
      <Flex gap={8} wrap align="center">
        <Select
          value={grant.role}
          disabled={disabled}
          aria-label={t('team.role')}
          style={{ width: 180 }}
          onChange={(role) => onChange({ ...grant, role })}
          options={roles.map((role) => ({ value: role, label: builtInRoles[role][language] }))}
        />
        <span className="faint">{t('team.inShops')}</span>
        <Select
          mode="multiple"
          value={grant.shopIds ?? []}
          disabled={disabled}
          aria-label={t('shared.shop')}
          placeholder={t('shared.allShopsAlsoFuture')}
          style={{ flex: 1, minWidth: 190 }}
          onChange={changeShops}
          options={rows.map((shop) => ({ value: shop.shopId, label: shop.name }))}
        />
        {!disabled && <Button type="text" icon={<DeleteOutlined />} onClick={onRemove} aria-label={t('team.removeGrant')} />}
      </Flex>
      <Typography.Text type="secondary" className="grant-permits">
        {t('team.permits')}
        {roleSummary(grant.role, language)}
      </Typography.Text>
    </div>
  )
}

function roleSummary(role: string, language: Language): string {
  const codes: readonly (keyof typeof permissions)[] = isBuiltInRole(role) ? builtInRoles[role].permissions : []
  const names = codes.filter((code) => code !== 'account.self').map((code) => permissions[code][language])
  const shown = names.slice(0, 6).join(language === 'zh' ? '、' : ', ')
  if (names.length <= 6) return shown
  return language === 'zh' ? `${shown} 等 ${names.length} 项` : `${shown} and ${names.length - 6} more`
}
