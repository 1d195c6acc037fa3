import { TreeSelect } from 'antd'
import { useTranslation } from 'react-i18next'
import type { DepartmentNode } from './tree.ts'
import { choicesOf, useDepartments } from './use-departments.ts'

type DepartmentSelectProps = {
  value?: string | null
  onChange?: (departmentId: string | null) => void
  placeholder?: string
  isOpen?: (node: DepartmentNode) => boolean
  disabled?: boolean
  isRequired?: boolean
  hasError?: boolean
  id?: string
}

/** One department of the tree. */
export function DepartmentSelect(props: DepartmentSelectProps) {
  const { t } = useTranslation()
  const { tree, nameOf } = useDepartments()
  const { value, isRequired = false } = props
  return (
    <TreeSelect<string | null>
      {...(props.id && { id: props.id })}
      value={value ?? null}
      onChange={(departmentId: string | null | undefined) => props.onChange?.(departmentId ?? null)}
      treeData={choicesOf(tree, props.isOpen)}
      treeDefaultExpandAll
      showSearch={{ treeNodeFilterProp: 'title' }}
      allowClear={!isRequired}
      disabled={props.disabled ?? false}
      placeholder={props.placeholder ?? t('grants.chooseDepartment')}
      aria-label={t('grants.department')}
      style={{ width: '100%' }}
      {...(props.hasError && { status: 'error' as const })}
      {...(value && { labelRender: () => nameOf(value) })}
    />
  )
}
