import { PlusOutlined, UploadOutlined } from '@ant-design/icons'
import { Button, Flex, Popconfirm, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TemplateView } from '#contract/team-hiring.ts'
import { useMayCall } from '#web/app/session.ts'
import { DataTable } from '#web/shared/data-table.tsx'
import { PageTitle } from '#web/shared/page-title.tsx'
import { useCommand, useOperation } from '#web/shared/use-operation.ts'
import { useDepartments } from '../departments/use-departments.ts'
import { useRoles } from '../roles/use-roles.ts'
import { ImportStaff } from './import-staff.tsx'
import { TemplateDialog } from './template-dialog.tsx'

/** What people of each post are given, and hiring many by it. */
export function TemplatesPage() {
  const { t } = useTranslation()
  const mayCall = useMayCall()
  const found = useOperation('team.listTemplates', {}, { live: true })
  const [edited, setEdited] = useState<TemplateView | 'new' | null>(null)
  const [isImporting, setImporting] = useState(false)
  const columns = useTemplateColumns(setEdited)
  const rows = found.data?.rows ?? []
  const add = mayCall('team.saveTemplate') ? (
    <Button icon={<PlusOutlined />} onClick={() => setEdited('new')}>
      {t('hiring.add')}
    </Button>
  ) : null
  return (
    <>
      <PageTitle
        title={t('hiring.title')}
        hint={t('hiring.hint')}
        actions={
          <>
            {add}
            {mayCall('team.importStaff') && (
              <Button type="primary" icon={<UploadOutlined />} onClick={() => setImporting(true)}>
                {t('hiring.import')}
              </Button>
            )}
          </>
        }
      />
      <DataTable
        rows={rows}
        rowKey="templateId"
        columns={columns}
        card={(row) => <strong>{row.name}</strong>}
        list={{ isLoading: found.isLoading, error: found.error, reload: () => void found.refetch() }}
        empty={{ title: t('hiring.empty'), hint: t('hiring.emptyHint'), action: add }}
        {...(mayCall('team.saveTemplate') && { onOpen: setEdited })}
      />
      {edited && <TemplateDialog template={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
      <ImportStaff open={isImporting} templates={rows} onClose={() => setImporting(false)} />
    </>
  )
}

function useTemplateColumns(onEdit: (row: TemplateView) => void): TableColumnsType<TemplateView> {
  const { t } = useTranslation()
  const roles = useRoles()
  const departments = useDepartments()
  const mayCall = useMayCall()
  const remove = useCommand('team.removeTemplate')
  return [
    { title: t('hiring.name'), width: 220, render: (_, row) => <strong>{row.name}</strong> },
    {
      title: t('people.department'),
      width: 160,
      render: (_, row) => (row.departmentId ? departments.nameOf(row.departmentId) : <span className="faint">—</span>),
    },
    { title: t('hiring.grants'), render: (_, row) => row.grants.map(({ role }) => roles.nameOf(role)).join('、') },
    {
      title: '',
      width: 180,
      render: (_, row) =>
        mayCall('team.saveTemplate') && (
          <Flex gap={8}>
            <Button size="small" onClick={() => onEdit(row)}>
              {t('hiring.edit')}
            </Button>
            <Popconfirm
              title={t('hiring.removeAsk')}
              onConfirm={() => remove.mutate({ templateId: row.templateId, version: row.version })}
            >
              <Button size="small" danger loading={remove.isPending}>
                {t('hiring.remove')}
              </Button>
            </Popconfirm>
          </Flex>
        ),
    },
  ]
}
