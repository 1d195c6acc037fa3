import { Alert, Flex, Modal, Tag, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import { permissions } from '#contract/permissions.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import { RefusalList } from '#web/shared/refusals.tsx'
import { type DiffGroup, groupDiffs, type Preview, type ReachGroup, riskyGains } from './diff.ts'
import './grants.css'
import { useGrantSentence } from './use-grant-names.ts'

type PreviewDialogProps = {
  preview: Preview
  hint?: string | undefined
  isBusy: boolean
  onConfirm: () => void
  onClose: () => void
}

/** Person by person (together where it is the same): what is gained and what is lost; high-risk rights are marked. */
export function PreviewDialog({ preview, hint, isBusy, onConfirm, onClose }: PreviewDialogProps) {
  const { t } = useTranslation()
  const { people, over, more, refused } = preview
  const risky = riskyGains(people)
  const changed = people.length + more
  const nameOf = (id: string) => people.find(({ accountId }) => accountId === id)?.name ?? id.slice(0, 8)
  return (
    <Modal
      open
      title={t('grants.preview.title')}
      onCancel={onClose}
      onOk={onConfirm}
      okText={t('grants.preview.confirm')}
      okButtonProps={{ danger: risky.length > 0 }}
      confirmLoading={isBusy}
      width={680}
      className="preview-dialog"
    >
      <Flex vertical gap={12}>
        {hint && <Typography.Text>{hint}</Typography.Text>}
        {changed > 0 && <strong>{t('grants.preview.people', { n: changed })}</strong>}
        {changed + over.length === 0 && !hint && <strong>{t('grants.preview.nobody')}</strong>}
        {risky.length > 0 && <Alert type="warning" showIcon title={t('grants.preview.highAsk', { n: risky.length })} />}
        <div className="preview-people">
          {groupDiffs(people).map((group) => (
            <GroupOfPeople key={group.people[0]?.accountId} group={group} />
          ))}
        </div>
        {over.length > 0 && <ChangedReach over={over} />}
        {more > 0 && <Typography.Text type="secondary">{t('grants.preview.more', { n: more })}</Typography.Text>}
        {refused.length > 0 && (
          <>
            <strong>{t('shared.refusedCount', { n: refused.length })}</strong>
            <RefusalList refused={refused} nameOf={nameOf} />
          </>
        )}
      </Flex>
    </Modal>
  )
}

/** Supervisors and others whose rights over a department count for other people from now on. */
function ChangedReach({ over }: { over: Preview['over'] }) {
  const { t } = useTranslation()
  const and = t('grants.say.and')
  const names = (people: readonly { name: string }[]) => people.map(({ name }) => name).join(and)
  return (
    <section className="preview-group">
      <strong>{t('grants.preview.over')}</strong>
      {over.map(({ accountId, name, gained, lost }) => (
        <Typography.Paragraph key={accountId} ellipsis={{ rows: 2, expandable: true }} style={{ margin: 0 }}>
          <b>{name}</b>{' '}
          {[
            ...(gained.length > 0 ? [t('grants.preview.nowOver', { names: names(gained) })] : []),
            ...(lost.length > 0 ? [t('grants.preview.noLongerOver', { names: names(lost) })] : []),
          ].join(and)}
        </Typography.Paragraph>
      ))}
    </section>
  )
}

function GroupOfPeople({ group }: { group: DiffGroup }) {
  const { t } = useTranslation()
  const names = group.people.map(({ name }) => name).join(t('grants.say.and'))
  return (
    <section className="preview-group">
      <Typography.Paragraph strong ellipsis={{ rows: 2, expandable: true }} style={{ margin: 0 }}>
        {names}
        {group.people.length > 1 && <span className="faint"> {t('grants.preview.count', { n: group.people.length })}</span>}
      </Typography.Paragraph>
      {group.gained.map((reach) => (
        <Change key={JSON.stringify(reach)} change={reach} isGain />
      ))}
      {group.lost.map((reach) => (
        <Change key={JSON.stringify(reach)} change={reach} isGain={false} />
      ))}
    </section>
  )
}

function Change({ change, isGain }: { change: ReachGroup; isGain: boolean }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const sentence = useGrantSentence()
  return (
    <div className="preview-change" data-gain={isGain}>
      <span>
        <strong>{t(isGain ? 'grants.preview.gained' : 'grants.preview.lost')}</strong>{' '}
        {sentence(change.reach, { departmentId: null })}
      </span>
      <Flex gap={4} wrap>
        {change.permissions.map((code) => (
          <Tag key={code} color={isGain ? 'green' : 'red'}>
            {permissions[code][language]}
            {isGain && permissions[code].risk === 'high' && <b className="preview-risk"> · {t('grants.preview.high')}</b>}
          </Tag>
        ))}
      </Flex>
    </div>
  )
}
