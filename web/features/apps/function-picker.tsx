import { Checkbox, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { appFunctions } from '#contract/app-functions.ts'
import { type Permission, permissionGroups, permissions } from '#contract/permissions.ts'
import { useMay } from '#web/app/session.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import './apps.css'

type FunctionPickerProps = {
  value?: Permission[]
  onChange?: (codes: Permission[]) => void
  /** Only these are offered. */
  among?: readonly Permission[]
}

type Group = keyof typeof permissionGroups
const groupOf = (code: Permission): Group => code.slice(0, code.indexOf('.')) as Group

/** Functions by group; what the reader does not hold cannot be given away. */
export function FunctionPicker({ value = [], onChange, among = appFunctions }: FunctionPickerProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const may = useMay()
  const groups = Map.groupBy(among, groupOf)
  const toggle = (code: Permission, isOn: boolean) => onChange?.(isOn ? [...value, code] : value.filter((each) => each !== code))
  return (
    <div className="function-groups">
      {[...groups].map(([group, codes]) => (
        <div key={group}>
          <h5>{permissionGroups[group][language]}</h5>
          {codes.map((code) => (
            <Checkbox
              key={code}
              checked={value.includes(code)}
              disabled={!may(code)}
              title={may(code) ? code : t('apps.form.notHeld')}
              onChange={(event) => toggle(code, event.target.checked)}
            >
              {permissions[code][language]}
              {permissions[code].risk === 'high' && (
                <Tag color="warning" style={{ marginInlineStart: 6 }}>
                  {t('apps.form.highRisk')}
                </Tag>
              )}
            </Checkbox>
          ))}
        </div>
      ))}
    </div>
  )
}
