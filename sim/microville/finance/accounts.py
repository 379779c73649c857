"""The chart of accounts of the land cooperative, in the numbers of the French general chart (PCG).

The codes are those in use before the 2025 revision of the chart, which renumbers a few of them
(777 for instance; to verify). Code outside this module uses the names below, never the numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = Literal["asset", "liability", "equity", "income", "expense"]

CAPITAL: Final = "1013"
LEGAL_RESERVE: Final = "1061"
STATUTORY_RESERVE: Final = "1063"
RETAINED: Final = "110"
LOSSES_CARRIED: Final = "119"
RESULT: Final = "120"
LOSS: Final = "129"
GRANTS: Final = "131"
GRANTS_RELEASED: Final = "139"
MAJOR_REPAIR_PROVISION: Final = "157"
LOANS: Final = "164"
DEPOSITS: Final = "165"
LAND: Final = "211"
LAND_WORKS: Final = "212"
BUILDINGS: Final = "213"
EQUIPMENT: Final = "215"
WORKS_IN_PROGRESS: Final = "231"
LAND_WORKS_DEPRECIATION: Final = "2812"
BUILDINGS_DEPRECIATION: Final = "2813"
EQUIPMENT_DEPRECIATION: Final = "2815"
SUPPLIERS: Final = "401"
WORKS_SUPPLIERS: Final = "404"
TENANTS: Final = "411"
STAFF: Final = "421"
GRANTS_RECEIVABLE: Final = "441"
CORPORATION_TAX_DUE: Final = "444"
VAT: Final = "445"
MEMBERS: Final = "456"
SHARE_INTEREST_DUE: Final = "457"
TENANTS_ALLOWANCE: Final = "491"
BANK: Final = "512"
UTILITIES: Final = "606"
RENT_PAID: Final = "613"
SHARED_CHARGES: Final = "614"
MAINTENANCE: Final = "615"
INSURANCE: Final = "616"
PLATFORM_FEE: Final = "622"
ANIMATION: Final = "623"
BANK_FEES: Final = "627"
PROPERTY_TAX: Final = "635"
STAFF_COSTS: Final = "64"
BAD_DEBT: Final = "654"
INTEREST: Final = "661"
BOOK_VALUE_SOLD: Final = "675"
DEPRECIATION: Final = "6811"
PROVISIONS: Final = "6815"
ALLOWANCES: Final = "6817"
CORPORATION_TAX: Final = "695"
RENTS: Final = "706"
CHARGES_RECOVERED: Final = "708"
OPERATING_GRANTS: Final = "74"
OTHER_INCOME: Final = "758"
FINANCIAL_INCOME: Final = "768"
DISPOSALS: Final = "775"
GRANT_SHARE: Final = "777"
PROVISIONS_REVERSED: Final = "7815"
ALLOWANCES_REVERSED: Final = "7817"


@dataclass(frozen=True, slots=True)
class Account:
    """One account: code, name in English and in French, and kind.

    A contra account (depreciation, released grants, carried losses) has the kind of what it
    corrects: its balance has the other sign.
    """

    code: str
    name: str
    name_fr: str
    kind: Kind


_ROWS: tuple[tuple[str, str, str, Kind], ...] = (
    (CAPITAL, "Members' capital, paid up", "Capital souscrit appelé versé", "equity"),
    (LEGAL_RESERVE, "Legal reserve", "Réserve légale", "equity"),
    (STATUTORY_RESERVE, "Statutory reserve, indivisible", "Réserve statutaire", "equity"),
    (RETAINED, "Retained surplus", "Report à nouveau créditeur", "equity"),
    (LOSSES_CARRIED, "Losses carried forward", "Report à nouveau débiteur", "equity"),
    (RESULT, "Surplus of the year", "Résultat de l'exercice (excédent)", "equity"),
    (LOSS, "Loss of the year", "Résultat de l'exercice (perte)", "equity"),
    (GRANTS, "Investment grants", "Subventions d'équipement", "equity"),
    (GRANTS_RELEASED, "Grants released to income", "Subventions inscrites au résultat", "equity"),
    (MAJOR_REPAIR_PROVISION, "Major repairs", "Provision pour gros entretien", "liability"),
    (LOANS, "Loans from banks", "Emprunts auprès des établissements de crédit", "liability"),
    (DEPOSITS, "Tenants' deposits", "Dépôts et cautionnements reçus", "liability"),
    (LAND, "Land", "Terrains", "asset"),
    (LAND_WORKS, "Land works", "Aménagements de terrains", "asset"),
    (BUILDINGS, "Buildings", "Constructions", "asset"),
    (EQUIPMENT, "Technical equipment", "Installations techniques", "asset"),
    (WORKS_IN_PROGRESS, "Works in progress", "Immobilisations en cours", "asset"),
    (LAND_WORKS_DEPRECIATION, "Less: on land works", "Amortissements des aménagements", "asset"),
    (BUILDINGS_DEPRECIATION, "Less: on buildings", "Amortissements des constructions", "asset"),
    (EQUIPMENT_DEPRECIATION, "Less: on equipment", "Amortissements des installations", "asset"),
    (SUPPLIERS, "Suppliers", "Fournisseurs", "liability"),
    (WORKS_SUPPLIERS, "Suppliers of works", "Fournisseurs d'immobilisations", "liability"),
    (TENANTS, "Tenants", "Locataires", "asset"),
    (STAFF, "Staff, pay due", "Personnel, rémunérations dues", "liability"),
    (GRANTS_RECEIVABLE, "Grants receivable", "Subventions à recevoir", "asset"),
    (CORPORATION_TAX_DUE, "Corporation tax due", "État, impôt sur les bénéfices", "liability"),
    (VAT, "Value added tax", "État, taxes sur le chiffre d'affaires", "liability"),
    (MEMBERS, "Members, capital operations", "Associés, opérations sur le capital", "liability"),
    (SHARE_INTEREST_DUE, "Share interest due", "Associés, intérêts aux parts", "liability"),
    (TENANTS_ALLOWANCE, "Less: doubtful tenants", "Dépréciation des locataires", "asset"),
    (BANK, "Bank", "Banque", "asset"),
    (UTILITIES, "Water, energy, supplies", "Achats non stockés, eau, énergie", "expense"),
    (RENT_PAID, "Rent paid", "Locations", "expense"),
    (SHARED_CHARGES, "Shared charges", "Charges locatives et de copropriété", "expense"),
    (MAINTENANCE, "Maintenance and repairs", "Entretien et réparations", "expense"),
    (INSURANCE, "Insurance", "Primes d'assurance", "expense"),
    (PLATFORM_FEE, "Platform fee", "Rémunération de la plateforme", "expense"),
    (ANIMATION, "Animation", "Animation et relations publiques", "expense"),
    (BANK_FEES, "Bank fees", "Services bancaires", "expense"),
    (PROPERTY_TAX, "Property tax", "Taxe foncière et autres impôts", "expense"),
    (STAFF_COSTS, "Staff costs", "Charges de personnel", "expense"),
    (BAD_DEBT, "Bad debt", "Pertes sur créances irrécouvrables", "expense"),
    (INTEREST, "Interest", "Charges d'intérêts", "expense"),
    (BOOK_VALUE_SOLD, "Book value of assets sold", "Valeur comptable cédée", "expense"),
    (DEPRECIATION, "Depreciation", "Dotations aux amortissements", "expense"),
    (PROVISIONS, "Provisions", "Dotations aux provisions", "expense"),
    (ALLOWANCES, "Allowances on tenants", "Dotations aux dépréciations", "expense"),
    (CORPORATION_TAX, "Corporation tax", "Impôts sur les bénéfices", "expense"),
    (RENTS, "Rents", "Loyers", "income"),
    (CHARGES_RECOVERED, "Charges recovered", "Charges récupérées", "income"),
    (OPERATING_GRANTS, "Operating grants", "Subventions d'exploitation", "income"),
    (OTHER_INCOME, "Other income", "Produits divers de gestion courante", "income"),
    (FINANCIAL_INCOME, "Financial income", "Produits financiers", "income"),
    (DISPOSALS, "Sales of assets", "Produits des cessions d'éléments d'actif", "income"),
    (GRANT_SHARE, "Share of investment grants", "Quote-part des subventions", "income"),
    (PROVISIONS_REVERSED, "Provisions reversed", "Reprises sur provisions", "income"),
    (ALLOWANCES_REVERSED, "Allowances reversed", "Reprises sur dépréciations", "income"),
)

CHART: Final[Mapping[str, Account]] = MappingProxyType({row[0]: Account(*row) for row in _ROWS})
"""Every account that a ledger accepts, by code, in the order of the chart."""
