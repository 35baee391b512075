"""What a reviewer reads beside a doubtful candidate; never a value of the person."""

WORDING = {
    "id_conflict": "证件号码与该户成员一致，但姓名不符：可能误用他人证件或证件重号",
    "id_shared": "名册中不止一户有此证件号码，姓名不能区分",
    "kin_untraced": "姓名写作某人的亲属，该户名册中没有相符的成员",
    "ambiguous": "不止一户有条件相当的人，现有信息不能区分",
    "birth_differs": "姓名和其他信息相符，但出生日期不一致",
    "sex_differs": "姓名和其他信息相符，但性别不一致",
    "weak": "没有矛盾，但相符的信息太少，可能只是同名",
}
