import { Checkbox, Flex } from 'antd'
import { useTranslation } from 'react-i18next'
import type { OffboardingView } from '#contract/team-leaving.ts'
import { Moment } from '#web/shared/moment.tsx'
import { useCommand } from '#web/shared/use-operation.ts'

export function Checklist({ offboarding }: { offboarding: OffboardingView }) {
  const { t } = useTranslation()
  const tick = useCommand('team.tickOffboarding')
  const { offboardingId } = offboarding
  return (
    <Flex vertical gap={10}>
      {offboarding.checklist.map(({ item, doneName, doneAt }) => (
        <Flex key={item} gap={12} wrap align="center">
          <Checkbox
            checked={doneAt !== null}
            disabled={offboarding.state !== 'open' || tick.isPending}
            onChange={(event) => tick.mutate({ offboardingId, item, isDone: event.target.checked })}
          >
            {t(`leaving.checklist.${item}`)}
          </Checkbox>
          {doneAt && (
            <span className="faint">
              {t('leaving.doneBy', { name: doneName ?? '' })} <Moment at={doneAt} />
            </span>
          )}
        </Flex>
      ))}
    </Flex>
  )
}
