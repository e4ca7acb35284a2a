import type { customers as words } from '../zh/customers';

export const customers: typeof words = {
  customers: {
    title: 'Customers',
    searchHint: 'Name, customer no., ID number',
    register: 'Register customer',
    edit: 'Edit customer',
    basic: 'Basic facts',
    contact: 'Contact',
    work: 'Occupation and income',
    loans: 'Loan accounts',
    intakes: 'Intakes',
    applications: 'Applications',
    farmer: 'Farmer',
    person: 'Individual',
    changed: 'Customer saved',
    registered: 'Customer registered',
    newIntake: 'New intake',
    keepHint: 'Leave empty to keep the present value',
    correct: 'Correct identity',
    correctNote: 'Name, identity number and phone take effect when somebody else has checked them; neither the customer nor his household may.',
    correctReason: 'Why',
  },

  households: {
    title: 'Farmer households',
    searchHint: 'Head, household no., village',
    create: 'New household',
    created: 'Household created',
    addMember: 'Add member',
    member: 'Household members',
    netIncome: 'Yearly net income',
    income: 'Income and cost',
    noMembers: 'No members yet',
    regionHint: 'Choose the county, then the last 6 digits of town and village',
    regionNameHint: 'Add the town and the village',
  },

  intakes: {
    title: 'Intakes',
    searchHint: 'Intake no., customer',
    create: 'New intake',
    created: 'Intake submitted',
    bounds: (amount, term) => `Possible: ${amount} CNY, ${term}`,
    main: 'Intake',
    assignedTo: 'Handled by',
  },
};
