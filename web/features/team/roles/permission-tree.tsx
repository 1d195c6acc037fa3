import { CheckOutlined } from '@ant-design/icons'
import { Checkbox, Flex, Input, Switch, Tag, Tooltip, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Permission, permissionGroups, permissions } from '#contract/permissions.ts'
import { useMe } from '#web/app/session.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import { findPermissions, isNeverGiven, type PermissionGroup } from './permission-groups.ts'
import './roles.css'

type PermissionTreeProps = {
  value?: Permission[]
  /** Left out = to read. */
  onChange?: (codes: Permission[]) => void
}

/** Rights by groups, with their risk; those that can never be given, or that one does not hold, cannot be chosen. */
export function PermissionTree({ value = [], onChange }: PermissionTreeProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const [words, setWords] = useState('')
  const [isOnlyHeld, setOnlyHeld] = useState(onChange === undefined)
  const held = new Set(value)
  const found = findPermissions({ words, language, among: isOnlyHeld ? held : undefined })
  return (
    <Flex vertical gap={12}>
      <Flex gap={12} align="center" wrap>
        <Input.Search
          allowClear
          value={words}
          placeholder={t('roles.search')}
          aria-label={t('roles.search')}
          style={{ width: 220 }}
          onChange={(event) => setWords(event.target.value)}
        />
        <Flex gap={6} align="center" component="label">
          <Switch size="small" checked={isOnlyHeld} onChange={setOnlyHeld} />
          {t('roles.onlyHeld')}
        </Flex>
      </Flex>
      {found.length === 0 && <Typography.Text type="secondary">{t('roles.nothingFound')}</Typography.Text>}
      <div className="permission-groups">
        {found.map((group) => (
          <Group key={group.group} {...group} held={held} {...(onChange && { onChange })} />
        ))}
      </div>
    </Flex>
  )
}

type GroupProps = PermissionGroup & { held: ReadonlySet<Permission>; onChange?: (codes: Permission[]) => void }

function Group({ group, codes, held, onChange }: GroupProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const mayChoose = useMayChoose()
  const open = codes.filter(mayChoose)
  const chosen = codes.filter((code) => held.has(code))
  const put = (change: readonly Permission[], isIn: boolean) => {
    const next = new Set(held)
    for (const code of change) isIn ? next.add(code) : next.delete(code)
    onChange?.([...next])
  }
  const name = permissionGroups[group][language]
  return (
    <section className="permission-group">
      <Flex justify="space-between" className="permission-group-head">
        {onChange && open.length > 0 ? (
          <Checkbox
            checked={open.every((code) => held.has(code))}
            indeterminate={chosen.length > 0 && !open.every((code) => held.has(code))}
            onChange={(event) => put(open, event.target.checked)}
          >
            <strong>{name}</strong>
          </Checkbox>
        ) : (
          <strong>{name}</strong>
        )}
        <span className="faint">{t('roles.countOf', { n: chosen.length, all: codes.length })}</span>
      </Flex>
      {codes.map((code) => (
        <PermissionLine
          key={code}
          code={code}
          isHeld={held.has(code)}
          mayChoose={mayChoose(code)}
          {...(onChange && { onToggle: (isIn: boolean) => put([code], isIn) })}
        />
      ))}
    </section>
  )
}

/** One can only put into a role what one holds oneself. */
function useMayChoose(): (code: Permission) => boolean {
  const me = useMe()
  return (code) => !isNeverGiven(code) && (me.isOwner || me.rights[code] !== undefined)
}

type LineProps = { code: Permission; isHeld: boolean; mayChoose: boolean; onToggle?: (isIn: boolean) => void }

function PermissionLine({ code, isHeld, mayChoose, onToggle }: LineProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const name = permissions[code][language]
  const hint = isNeverGiven(code) ? t('roles.neverHint') : onToggle && !mayChoose ? t('roles.beyondHint') : ''
  return (
    <Tooltip title={hint}>
      <div className="permission-line" data-held={isHeld}>
        {onToggle ? (
          <Checkbox checked={isHeld} disabled={!mayChoose} onChange={(event) => onToggle(event.target.checked)}>
            {name}
          </Checkbox>
        ) : (
          <Held isHeld={isHeld}>{name}</Held>
        )}
        <RiskTag code={code} />
      </div>
    </Tooltip>
  )
}

function Held({ isHeld, children }: { isHeld: boolean; children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <span className="permission-held">
      <CheckOutlined
        aria-label={t(isHeld ? 'roles.held' : 'roles.notHeld')}
        style={{ visibility: isHeld ? 'visible' : 'hidden' }}
      />
      <span>{children}</span>
    </span>
  )
}

export function RiskTag({ code }: { code: Permission }) {
  const { t } = useTranslation()
  if (isNeverGiven(code)) return <Tag color="default">{t('roles.never')}</Tag>
  if (permissions[code].risk === 'high') return <Tag color="red">{t('roles.risk.high')}</Tag>
  return null
}
