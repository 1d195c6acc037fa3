import { App, Button, Flex, Tooltip, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StaffRow } from '#contract/team.ts'
import { pathOf } from '../departments/tree.ts'
import { useDepartments } from '../departments/use-departments.ts'
import { draftOf, type GrantDraft, sameDrafts } from '../grants/draft.ts'
import { GrantEditor } from '../grants/grant-editor.tsx'
import { GrantLine } from '../grants/grant-line.tsx'
import { usePreviewedAct } from '../grants/use-previewed-act.tsx'

/** What somebody may do: given to them, and through their departments. */
export function PersonRights({ row }: { row: StaffRow }) {
  const { t } = useTranslation()
  if (row.isOwner) return <Typography.Text>{t('people.ownerHint')}</Typography.Text>
  return (
    <Flex vertical gap={24}>
      {row.mayGrant && row.state !== 'left' ? (
        <EditGrants key={row.version} row={row} />
      ) : (
        <Flex vertical gap={8}>
          {row.grants.map((grant) => (
            <GrantLine key={grant.grantId} grant={grant} subject={{ departmentId: row.departmentId }} />
          ))}
          {row.grants.length === 0 && <Typography.Text type="secondary">{t('people.noRights')}</Typography.Text>}
        </Flex>
      )}
      <FromDepartments row={row} />
    </Flex>
  )
}

function EditGrants({ row }: { row: StaffRow }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const { accountId, version } = row
  const saved = row.grants.map(draftOf)
  const [drafts, setDrafts] = useState<GrantDraft[]>(saved)
  const save = usePreviewedAct('team.setGrants', () => void message.success(t('grants.saved')))
  const isSame = sameDrafts(drafts, saved)
  const isUnfinished = drafts.some(({ range, departmentId }) => range === 'department' && departmentId === null)
  return (
    <Flex vertical gap={12}>
      <GrantEditor
        value={drafts}
        onChange={setDrafts}
        subject={{ departmentId: row.departmentId }}
        accountId={accountId}
        saved={saved}
      />
      <Flex gap={8}>
        <Tooltip title={isUnfinished ? t('grants.departmentNeeded') : ''}>
          <Button
            type="primary"
            disabled={isSame || isUnfinished}
            loading={save.isPending}
            onClick={() => save.ask({ accountId, version, grants: drafts })}
          >
            {t('grants.save')}
          </Button>
        </Tooltip>
        {!isSame && <Button onClick={() => setDrafts(saved)}>{t('grants.reset')}</Button>}
      </Flex>
      <Typography.Text type="secondary">{t('grants.pairsHint')}</Typography.Text>
      {save.dialog}
    </Flex>
  )
}

/** Greyed: they hold as long as the person is there, and are changed at the department. */
function FromDepartments({ row }: { row: StaffRow }) {
  const { t } = useTranslation()
  const { rows } = useDepartments()
  const giving = pathOf(rows, row.departmentId).filter(({ grants }) => (grants?.length ?? 0) > 0)
  if (giving.length === 0) return null
  return (
    <section>
      <Typography.Title level={5}>{t('grants.fromDepartments')}</Typography.Title>
      <Flex vertical gap={8}>
        {giving.flatMap(({ departmentId, grants }) =>
          (grants ?? []).map((grant) => (
            <GrantLine
              key={grant.grantId}
              grant={grant}
              subject={{ departmentId: row.departmentId }}
              fromDepartmentId={departmentId}
            />
          )),
        )}
        <Typography.Text type="secondary">{t('grants.inheritedHint')}</Typography.Text>
      </Flex>
    </section>
  )
}
