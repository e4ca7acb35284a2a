/** The rates of a loan since its drawdown. */
export const rates = {
  rates: {
    title: '利率',
    history: '利率变动',
    effectiveOn: '生效日期',
    rate: '年利率',
    before: '原年利率',
    lpr: 'LPR',
    schedule: '还款计划版本',
  },
};
