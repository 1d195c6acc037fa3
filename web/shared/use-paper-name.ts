import { useTranslation } from 'react-i18next'
import { LABEL_SIZES, type PAPERS } from '#contract/closed-lists.ts'

export type Paper = (typeof PAPERS)[number]
export const holdsLabels = (paper: Paper): boolean => LABEL_SIZES.some((size) => size === paper)

/** What people call a paper. */
export function usePaperName(): (paper: Paper) => string {
  const { t } = useTranslation()
  return (paper) => (paper === 'roll80' ? t('shared.roll80') : holdsLabels(paper) ? `${paper.replace('x', ' × ')} mm` : paper)
}
