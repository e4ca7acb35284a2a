/** The rates of a loan since its drawdown. */
export const rates = {
  rates: {
    title: 'Rates',
    history: 'Rate history',
    effectiveOn: 'In force from',
    rate: 'Yearly rate',
    before: 'Rate before',
    lpr: 'LPR',
    schedule: 'Schedule',
  },
};
