import type { administration as words } from '../zh/administration';

export const administration: typeof words = {
  organisation: {
    branches: 'Branches',
    staff: 'Staff',
    searchHint: 'Name, number',
  },

  province: {
    entitiesTitle: 'Banks',
    searchHint: 'Name, code, county',
    onboard: 'Onboard a bank',
    onboarded: 'Onboarding started',
    onboarding: 'Onboarding',
    kind: 'Kind',
    schemaCurrent: 'current',
    schemaOld: 'to be upgraded',
    schema: 'Schema',
    codeHint: 'b and three digits, such as b096',
    retryOnboarding: 'Retry onboarding',
    nightsTitle: 'End of day, all banks',
    nightsStart: 'Start all banks',
    nightsStartAsk: 'Close the current business date at every bank?',
    nightsRetry: 'Retry failed banks',
    lprTitle: 'LPR quotes',
    lprEnter: 'Enter quote',
    lprConfirm: 'Confirm unchanged',
    lprConfirmThrough: 'Confirmed through',
    lprConfirmNote: 'Confirms that the LPR has not changed up to this date. After it, pricing is refused as stale.',
    lprSource: 'Source',
    change: 'Change',
    newestDate: 'Newest business date',
  },
};
