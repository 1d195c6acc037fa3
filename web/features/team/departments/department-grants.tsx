import { App, Button, Drawer, Flex, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DepartmentView } from '#contract/team-structure.ts'
import { useIsNarrow } from '#web/shared/use-is-narrow.ts'
import { draftOf, type GrantDraft, sameDrafts } from '../grants/draft.ts'
import { GrantEditor } from '../grants/grant-editor.tsx'
import { GrantLine } from '../grants/grant-line.tsx'
import { usePreviewedAct } from '../grants/use-previewed-act.tsx'
import { pathOf } from './tree.ts'
import { useDepartments } from './use-departments.ts'

type DepartmentGrantsProps = { department: DepartmentView; mayEdit: boolean; onClose: () => void }

/** What everybody in a department and below it gets, and what comes from the departments above. */
export function DepartmentGrants({ department, mayEdit, onClose }: DepartmentGrantsProps) {
  const { t } = useTranslation()
  const isNarrow = useIsNarrow()
  return (
    <Drawer open onClose={onClose} size={isNarrow ? '100%' : 640} title={`${department.name} · ${t('departments.grants')}`}>
      <Flex vertical gap={20}>
        <Typography.Text type="secondary">{t('departments.grantsHint')}</Typography.Text>
        {mayEdit ? (
          <EditGrants key={department.version} department={department} onDone={onClose} />
        ) : (
          <GrantLines department={department} />
        )}
        <FromAbove department={department} />
      </Flex>
    </Drawer>
  )
}

function EditGrants({ department, onDone }: { department: DepartmentView; onDone: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const { departmentId, version } = department
  const saved = (department.grants ?? []).map(draftOf)
  const [drafts, setDrafts] = useState<GrantDraft[]>(saved)
  const save = usePreviewedAct('team.setDepartmentGrants', () => {
    void message.success(t('grants.saved'))
    onDone()
  })
  return (
    <Flex vertical gap={12}>
      <GrantEditor value={drafts} onChange={setDrafts} subject={{ departmentId, isDepartment: true }} saved={saved} />
      <Button
        type="primary"
        disabled={sameDrafts(drafts, saved)}
        loading={save.isPending}
        style={{ alignSelf: 'start' }}
        onClick={() => save.ask({ departmentId, version, grants: drafts })}
      >
        {t('grants.save')}
      </Button>
      {save.dialog}
    </Flex>
  )
}

function GrantLines({ department }: { department: DepartmentView }) {
  const { t } = useTranslation()
  const grants = department.grants ?? []
  if (grants.length === 0) return <Typography.Text>{t('departments.noGrants')}</Typography.Text>
  const subject = { departmentId: department.departmentId, isDepartment: true }
  return grants.map((grant) => <GrantLine key={grant.grantId} grant={grant} subject={subject} />)
}

function FromAbove({ department }: { department: DepartmentView }) {
  const { t } = useTranslation()
  const { rows } = useDepartments()
  const above = pathOf(rows, department.parentId).filter(({ grants }) => (grants?.length ?? 0) > 0)
  if (above.length === 0) return null
  return (
    <section>
      <Typography.Title level={5}>{t('departments.fromAbove')}</Typography.Title>
      <Flex vertical gap={8}>
        {above.flatMap(({ departmentId, grants }) =>
          (grants ?? []).map((grant) => (
            <GrantLine
              key={grant.grantId}
              grant={grant}
              subject={{ departmentId, isDepartment: true }}
              fromDepartmentId={departmentId}
            />
          )),
        )}
      </Flex>
    </section>
  )
}
