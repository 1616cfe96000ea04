-- nothing is known of any catalogue
delete from rule.installed;
delete from rule.operand;
delete from rule.stated;
delete from rule.first_owed;
delete from rule.basis_words;
