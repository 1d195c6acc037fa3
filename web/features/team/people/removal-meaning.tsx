import { Typography } from 'antd'
import { useTranslation } from 'react-i18next'

const LINES = ['signedOut', 'seat', 'invitations', 'history', 'forGood'] as const

/** What removing people means, said before it is done. */
export function RemovalMeaning({ names }: { names: readonly string[] }) {
  const { t } = useTranslation()
  return (
    <>
      <Typography.Paragraph strong ellipsis={{ rows: 3 }}>
        {names.join(t('grants.say.and'))}
      </Typography.Paragraph>
      <ul className="removal-meaning">
        {LINES.map((line) => (
          <li key={line}>{t(`people.removeLines.${line}`)}</li>
        ))}
      </ul>
    </>
  )
}
