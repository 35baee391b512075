-- What civil affairs pays to the families to visit, in words. It is empty until `benefits_paid` fills it.
-- Grain: household with a payment.
-- Makes: listed_benefits.
CREATE OR REPLACE TEMP TABLE listed_benefits (household_id VARCHAR, benefits VARCHAR);
