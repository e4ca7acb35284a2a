import type { charts as words } from '../zh/charts';

export const charts: typeof words = {
  charts: {
    week: 'My decisions of the last seven days',
    done: 'Decided',
    waiting: 'Waiting (by day of arrival)',
    older: 'Earlier',
    day: 'Day',
    byBranch: 'Loan balance by branch',
    byProduct: 'Loan balance by product',
    newLoans: 'New loans of the last 30 days',
    newLoansNone: 'No loan began in the last 30 days',
    notOverdue: 'Principal not overdue',
    overdue: 'Principal overdue',
    drawnAmount: 'Amount drawn',
    loans: 'Loans',
    nightSeconds: (on) => `Duration of the night of ${on}`,
    nightSecondsNone: 'No night of this date is done',
    bankBalances: (on) => `Loan balance by bank (night of ${on})`,
    bankBalancesNone: 'The last night has not reported any balance yet',
    seconds: 'Duration',
  },
};
